import { nextTick, ref } from 'vue'
import { parsePath } from '#core/record/field-path.ts'
import { useDraftStore } from '../stores/useDraftStore.ts'

type TextPlace = HTMLInputElement | HTMLTextAreaElement

/** Puts a rare character where the cursor stood in a text field. */
export function useRareCharacters() {
  const store = useDraftStore()
  const isOpen = ref(false)
  const isAsked = ref(false)
  let place: TextPlace | undefined

  function ask(path: string): void {
    const field = document.querySelector<TextPlace>(
      `input[data-path="${CSS.escape(path)}"], textarea[data-path="${CSS.escape(path)}"]`,
    )
    if (!field || field.readOnly) return
    place = field
    isAsked.value = true
    isOpen.value = true
  }

  async function insert(character: string): Promise<void> {
    const path = place?.dataset['path'] ?? ''
    const at = parsePath(path)
    if (!place || at?.field === undefined) return
    const { value } = place
    const start = place.selectionStart ?? value.length
    const end = place.selectionEnd ?? start
    const next = value.slice(0, start) + character + value.slice(end)
    store.edit([{ kind: 'set', sheet: at.sheet, row: at.row ?? 0, field: at.field, value: next }])
    // Undoing takes it back as a step of its own.
    store.undoing.pause()
    await nextTick()
    place.focus()
    place.setSelectionRange(start + character.length, start + character.length)
  }

  return { isAsked, isOpen, ask, insert }
}
