import { onScopeDispose, type Ref, ref } from 'vue'

/** Whether the browser believes it has a network. Filling in works either way. */
export function useOnline(target: Window = window): Readonly<Ref<boolean>> {
  const isOnline = ref(target.navigator.onLine)
  const listen = () => {
    isOnline.value = target.navigator.onLine
  }
  target.addEventListener('online', listen)
  target.addEventListener('offline', listen)
  onScopeDispose(() => {
    target.removeEventListener('online', listen)
    target.removeEventListener('offline', listen)
  })
  return isOnline
}
