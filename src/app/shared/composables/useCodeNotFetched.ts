import { computed, onScopeDispose, ref } from 'vue'
import { type RouteLocationNormalized, useRouter } from 'vue-router'

/** What the builder's own import tells when a part of the app does not come. */
const partFailed = 'vite:preloadError'

const answers = async (start: string): Promise<boolean> => {
  try {
    return (await fetch(start, { method: 'HEAD' })).ok
  } catch {
    return false
  }
}

/**
 * A page that could not be opened, or a part of one that is missing, because its code did not come: before everything is
 * kept, a network is needed. Nothing failed, and what is on the screen works on.
 */
export function useCodeNotFetched() {
  const router = useRouter()
  const page = ref<RouteLocationNormalized>()
  const isPartMissing = ref(false)
  const missing = computed(() => (page.value ? 'page' : isPartMissing.value ? 'part' : undefined))
  const toldErrors = new WeakSet<object>()

  function note(event: Event & { readonly payload?: unknown }): void {
    if (typeof event.payload === 'object' && event.payload) toldErrors.add(event.payload)
  }
  addEventListener(partFailed, note)
  onScopeDispose(() => removeEventListener(partFailed, note))

  router.onError((_error, to) => {
    page.value = to
  })
  router.afterEach((_to, _from, failure) => {
    if (!failure) page.value = undefined
  })

  /** Whether an error only says that a part did not come; it is told then. */
  function isPart(error: unknown): boolean {
    if (typeof error !== 'object' || !error || !toldErrors.has(error)) return false
    isPartMissing.value = true
    return true
  }

  function dismiss(): void {
    page.value = undefined
    isPartMissing.value = false
  }

  async function tryAgain(): Promise<void> {
    const wanted = page.value
    if (wanted) await router.push(wanted.fullPath).catch(() => undefined)
    if (!missing.value) return
    // A browser may remember that a part did not come: then only a load of the whole page asks again.
    const address = wanted ? router.resolve(wanted).href : location.href
    if (!(await answers(router.resolve('/').href))) return
    if (address === location.href) location.reload()
    else location.assign(address)
  }

  return { missing, isPart, tryAgain, dismiss }
}
