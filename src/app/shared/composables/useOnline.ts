import { onScopeDispose, type Ref, ref } from 'vue'
import { hasNetwork } from '#app/platform/sync-client/has-network.ts'

/** A browser may forget to say that the network is back: whenever the person does something, it is asked again. */
const occasions = ['online', 'offline', 'focus', 'pointerdown', 'keydown'] as const

type OnlineSource = Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & Parameters<typeof hasNetwork>[0]

/** Whether the server may be reached, as far as the browser knows. Filling in works either way. */
export function useOnline(target: OnlineSource = window): Readonly<Ref<boolean>> {
  const isOnline = ref(hasNetwork(target))
  const listen = () => {
    isOnline.value = hasNetwork(target)
  }
  for (const event of occasions) target.addEventListener(event, listen)
  onScopeDispose(() => {
    for (const event of occasions) target.removeEventListener(event, listen)
  })
  return isOnline
}
