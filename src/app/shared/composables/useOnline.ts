import { onScopeDispose, type Ref, ref } from 'vue'

/** A browser may forget to say that the network is back: whenever the person does something, it is asked again. */
const occasions = ['online', 'offline', 'focus', 'pointerdown', 'keydown'] as const

interface OnlineSource extends Pick<EventTarget, 'addEventListener' | 'removeEventListener'> {
  readonly navigator: { readonly onLine: boolean }
}

/** Whether the browser believes it has a network. Filling in works either way. */
export function useOnline(target: OnlineSource = window): Readonly<Ref<boolean>> {
  const isOnline = ref(target.navigator.onLine)
  const listen = () => {
    isOnline.value = target.navigator.onLine
  }
  for (const event of occasions) target.addEventListener(event, listen)
  onScopeDispose(() => {
    for (const event of occasions) target.removeEventListener(event, listen)
  })
  return isOnline
}
