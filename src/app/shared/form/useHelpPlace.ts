import { onScopeDispose } from 'vue'

/**
 * The help of a field and its list, both wider than the field: they end where the sheet does. The help comes into sight
 * with the field.
 */
export function useHelpPlace(idOfHelp: () => string) {
  const findHelp = (): HTMLElement | null => document.getElementById(idOfHelp())

  function keepInSheet(): void {
    const help = findHelp()
    const shell = help?.closest<HTMLElement>('.field-shell')
    const sheet = help?.closest('.field-grid')
    if (!help || !shell || !sheet) return
    // While the list is open it says the help itself, and is as wide.
    const opened = help.offsetWidth > 0 ? help : shell.querySelector('.code-input.open .popup')
    if (!opened) return
    shell.style.setProperty('--overhang', '0px')
    const beyond = opened.getBoundingClientRect().right - sheet.getBoundingClientRect().right
    shell.style.setProperty('--overhang', `${Math.min(0, -beyond)}px`)
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
