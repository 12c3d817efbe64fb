import { onScopeDispose } from 'vue'

/** The help of a field, wider than the field: it ends where the sheet does, and comes into sight with the field. */
export function useHelpPlace(idOfHelp: () => string) {
  const findHelp = (): HTMLElement | null => document.getElementById(idOfHelp())

  function keepInSheet(): void {
    const help = findHelp()
    const sheet = help?.closest('.field-grid')
    if (!help || !sheet) return
    help.style.insetInlineStart = '0'
    const beyond = help.getBoundingClientRect().right - sheet.getBoundingClientRect().right
    help.style.insetInlineStart = `${Math.min(0, -beyond)}px`
  }

  /** Where both do not fit, the field is in sight. */
  async function show({ target }: FocusEvent): Promise<void> {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
    keepInSheet()
    addEventListener('resize', keepInSheet)
    await new Promise((resolve) => requestAnimationFrame(resolve))
    if (target !== document.activeElement) return
    findHelp()?.scrollIntoView({ block: 'nearest' })
    target.scrollIntoView({ block: 'nearest' })
  }
  const leave = (): void => removeEventListener('resize', keepInSheet)
  onScopeDispose(leave)

  return { show, leave }
}
