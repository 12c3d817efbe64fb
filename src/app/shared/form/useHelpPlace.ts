import { onScopeDispose } from 'vue'

const gapPx = 8
/** Narrower than this, no word has room beside what can be pressed. */
const narrowPx = 192
const anyRemark = ':is(.problem, .issue-note, .returned)'

/** What is said of other fields: what is wrong there must not be covered by what is said here. */
const remarksBeside = (shell: HTMLElement): readonly DOMRect[] =>
  [...document.querySelectorAll(`main .notes > ${anyRemark}`)]
    .filter((note) => !shell.contains(note))
    .map((note) => note.getBoundingClientRect())

const isOver = (a: DOMRect, b: DOMRect): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Whether a remark came or went, or a list: whatever else a key changes is not looked at, for that lays out the page. */
function isOfRemarks({ type, target, addedNodes, removedNodes }: MutationRecord): boolean {
  if (type === 'attributes') return target instanceof Element && target.matches('.code-input')
  const changed = [...addedNodes, ...removedNodes]
  return changed.some((node) => node instanceof Element && node.matches(`.notes, ${anyRemark}`))
}

interface Room {
  readonly sheet: DOMRect
  readonly remarks: readonly DOMRect[]
}

/** Ends what a field opened where the sheet ends, and before what must not be covered. */
function placeWithin(shell: HTMLElement, opened: Element, { sheet, remarks }: Room): void {
  const { style } = shell
  for (const name of ['--overhang', '--help-width', '--help-height', '--doors-float']) style.removeProperty(name)
  const own = shell.getBoundingClientRect()
  const wanted = opened.getBoundingClientRect().width
  let [start, end] = [sheet.left, sheet.right]
  // Each remark is made room for once.
  for (let round = 0; round <= remarks.length; round += 1) {
    const width = Math.min(wanted, end - start)
    style.setProperty('--overhang', `${Math.max(start, Math.min(own.left, end - width)) - own.left}px`)
    if (width < wanted) style.setProperty('--help-width', `${width}px`)
    if (width < narrowPx) style.setProperty('--doors-float', 'none')
    const said = opened.getBoundingClientRect()
    const covered = remarks.find((remark) => isOver(remark, said))
    if (!covered) return
    if (covered.right <= own.left) start = covered.right + gapPx
    else if (covered.left >= own.right) end = covered.left - gapPx
    // Under the field itself it can be read by scrolling.
    else style.setProperty('--help-height', `${covered.top - said.top}px`)
  }
}

/**
 * The help of a field and its list, both wider than the field: they end where the sheet does, and the help where the
 * remarks on another field begin. The help comes into sight with the field.
 */
export function useHelpPlace(idOfHelp: () => string) {
  const findHelp = () => document.getElementById(idOfHelp())?.closest<HTMLElement>('.help')

  function place(): void {
    const help = findHelp()
    const shell = help?.closest<HTMLElement>('.field-shell')
    const sheet = help?.closest('.field-grid')?.getBoundingClientRect()
    if (!help || !shell || !sheet) return
    // While the list is open it says the help itself, and is as wide.
    const isShown = help.offsetWidth > 0
    const opened = isShown ? help : shell.querySelector('.code-input.open .popup')
    if (opened) placeWithin(shell, opened, { sheet, remarks: isShown ? remarksBeside(shell) : [] })
  }

  // Remarks come and go, and so does the list.
  const observer = new MutationObserver((changes) => {
    if (changes.some(isOfRemarks)) requestAnimationFrame(place)
  })

  /** Where both do not fit, the field is in sight. */
  async function show({ target }: FocusEvent): Promise<void> {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
    place()
    addEventListener('resize', place)
    const sheet = target.closest('.field-grid')
    const changes = { subtree: true, childList: true, attributeFilter: ['class'] }
    if (sheet) observer.observe(sheet, changes)
    await new Promise((resolve) => requestAnimationFrame(resolve))
    if (target !== document.activeElement) return
    findHelp()?.scrollIntoView({ block: 'nearest' })
    target.scrollIntoView({ block: 'nearest' })
  }
  function leave(): void {
    removeEventListener('resize', place)
    observer.disconnect()
  }
  onScopeDispose(leave)

  return { show, leave }
}
