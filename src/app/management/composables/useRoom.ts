import { onScopeDispose, type Ref, ref } from 'vue'

/** Whether the window is as a media query wants it. */
export function useRoom(query: string): Readonly<Ref<boolean>> {
  const media = matchMedia(query)
  const fits = ref(media.matches)
  const look = (): void => {
    fits.value = media.matches
  }
  media.addEventListener('change', look)
  onScopeDispose(() => media.removeEventListener('change', look))
  return fits
}
