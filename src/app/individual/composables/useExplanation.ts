import { ref, shallowRef } from 'vue'
import type { Explained } from '#app/shared/form/guide-door.ts'

/** What 填写说明 is asked about: by its button, or by F1 of whatever has the focus. */
export function useExplanation() {
  const explained = shallowRef<Explained>()
  const isGuideOpen = ref(false)

  function explain({ path, rule }: Explained): void {
    explained.value = { path, rule }
    isGuideOpen.value = true
  }

  function explainFocused(): void {
    const place = document.activeElement?.closest<HTMLElement>('[data-path], [data-explains]')
    const path = place?.dataset['explains'] ?? place?.dataset['path'] ?? ''
    explain({ path, rule: place?.dataset['rule'] ?? '' })
  }

  return { explained, isGuideOpen, explain, explainFocused }
}
