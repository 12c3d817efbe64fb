/** Moves a box that is wider than its field so far to the left that it ends where the sheet does. */
export function keepInSheet(box: HTMLElement): void {
  const sheet = box.closest('.field-grid')
  if (!sheet) return
  box.style.insetInlineStart = '0'
  const beyond = box.getBoundingClientRect().right - sheet.getBoundingClientRect().right
  box.style.insetInlineStart = `${Math.min(0, -beyond)}px`
}
