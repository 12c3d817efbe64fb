import { ref } from 'vue'
import { type RouteLocationNormalized, useRouter } from 'vue-router'

const isThere = async (address: string): Promise<boolean> => {
  try {
    return (await fetch(address, { method: 'HEAD' })).ok
  } catch {
    return false
  }
}

/** The page that could not be opened because its code did not come: before everything is kept, a network is needed. */
export function usePageNotFetched() {
  const router = useRouter()
  const page = ref<RouteLocationNormalized>()
  const dismiss = (): void => void (page.value = undefined)
  router.onError((_error, to) => {
    page.value = to
  })
  router.afterEach((_to, _from, failure) => {
    if (!failure) dismiss()
  })

  async function tryAgain(): Promise<void> {
    const wanted = page.value
    if (!wanted) return
    await router.push(wanted.fullPath).catch(() => undefined)
    // A browser may remember that a part did not come: then only a load of the whole page asks again.
    const address = router.resolve(wanted).href
    if (page.value && (await isThere(address))) location.assign(address)
  }

  return { page, tryAgain, dismiss }
}
