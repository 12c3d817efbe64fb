import { ref, shallowRef } from 'vue'
import type { Explained } from '#app/shared/form/guide-door.ts'

/** What 填写说明 is asked about: by its button, or by F1 of whatever has the focus. */
export function useExplanation() {
  const explained = shallowRef<Explained>()
  const isGuideOpen = ref(false)

  function explain(asked: Explained): void {
    explained.value = asked
    isGuideOpen.value = true
  }

  function explainFocused(): void {
    const place = document.activeElement?.closest<HTMLElement>('[data-path], [data-explains]')
    const { path = '', explains = path, rule = '' } = place?.dataset ?? {}
    explain({ path: explains, rule })
  }

  return { explained, isGuideOpen, explain, explainFocused }
}
