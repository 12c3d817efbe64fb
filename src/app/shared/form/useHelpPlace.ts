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
    // While the list is open there is no help to be measured.
    if (!help || !shell || !sheet || help.offsetWidth === 0) return
    shell.style.setProperty('--overhang', '0px')
    const beyond = help.getBoundingClientRect().right - sheet.getBoundingClientRect().right
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
