import { isComposing } from '#app/shared/composables/isComposing.ts'

/**
 * Submits a dialog from one of its fields. The dialog closes while the key is still down, and the focus is back at the
 * button it was opened by: the rest of the key would press that button again.
 */
export function submitByEnter(event: KeyboardEvent, submit: () => void): void {
  if (isComposing(event)) return
  event.preventDefault()
  submit()
}
