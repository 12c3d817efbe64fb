import { onScopeDispose } from 'vue'
import { keepInSheet } from './keep-in-sheet.ts'

/** The help of a field, wider than the field: it ends where the sheet does, and comes into sight with the field. */
export function useHelpPlace(idOfHelp: () => string) {
  const findHelp = (): HTMLElement | null => document.getElementById(idOfHelp())

  function place(): void {
    const help = findHelp()
    if (help) keepInSheet(help)
  }

  /** Where both do not fit, the field is in sight. */
  async function show({ target }: FocusEvent): Promise<void> {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
    place()
    addEventListener('resize', place)
    await new Promise((resolve) => requestAnimationFrame(resolve))
    if (target !== document.activeElement) return
    findHelp()?.scrollIntoView({ block: 'nearest' })
    target.scrollIntoView({ block: 'nearest' })
  }
  const leave = (): void => removeEventListener('resize', place)
  onScopeDispose(leave)

  return { show, leave }
}
