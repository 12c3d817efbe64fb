import type { Page } from 'playwright-core'

const leastPx = 44

/** What a finger is meant to hit and is lower than 44 px; links inside a sentence are as high as its lines. */
export function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate((least) => {
    const kinds = 'button, summary, select, textarea, input:not([type=file]), a[href], [role=option], [role=treeitem]'
    const isSeen = (element: Element): boolean =>
      element.getClientRects().length > 0 &&
      getComputedStyle(element).visibility === 'visible' &&
      element.closest('.visually-hidden, .skip, [aria-hidden=true]') === null
    const isInSentence = (element: Element): boolean =>
      element.closest('p, .help, dd') !== null && getComputedStyle(element).display.startsWith('inline')
    // A tick box is hit by its words too.
    const hit = (element: Element): Element => element.closest('label') ?? element
    return [...document.querySelectorAll(kinds)]
      .filter((element) => isSeen(element) && !isInSentence(element))
      .map((element) => ({ element, height: hit(element).getBoundingClientRect().height }))
      .filter(({ height }) => height > 0 && height < least - 0.5)
      .map(({ element, height }) => {
        const name = element.getAttribute('aria-label') ?? element.textContent ?? ''
        return `${element.tagName}.${element.className} ${name.trim().slice(0, 20)}: ${Math.round(height)} px`
      })
  }, leastPx)
}

/** What of the field that has the focus and its help is out of sight, or under what is fixed at the foot. */
export function isHidden(page: Page): Promise<string> {
  return page.evaluate(() => {
    const field = document.activeElement
    if (!(field instanceof HTMLInputElement)) return 'no field has the focus'
    const help = field.closest('.field-shell')?.querySelector('.under > .help')
    const bar = document.querySelector('.actions')?.getBoundingClientRect()
    const foot = Math.min(innerHeight, bar && bar.height > 0 ? bar.top : innerHeight)
    const { top, bottom } = field.getBoundingClientRect()
    if (top < 0 || bottom > foot) return `${field.id}: the field stands at ${top}–${bottom} of ${foot}`
    if (!help) return ''
    const said = help.getBoundingClientRect()
    // Where both do not fit, the field comes first, and the help begins in sight.
    const isTooMuch = said.bottom - top > foot - 48
    const end = isTooMuch ? said.top + 24 : said.bottom
    return end > foot + 1 ? `${field.id}: its help stands at ${said.top}–${said.bottom} of ${foot}` : ''
  })
}

/** What the help of the field that has the focus lies over of the remarks on others, or is too low to be read. */
export function coveredByHelp(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const field = document.activeElement
    const help = field?.closest('.field-shell')?.querySelector('.under > .help')
    if (!field || !help) return ['no field has the focus']
    const said = help.getBoundingClientRect()
    const isOver = ({ left, right, top, bottom }: DOMRect): boolean =>
      left < said.right - 1 && said.left + 1 < right && top < said.bottom - 1 && said.top + 1 < bottom
    const covered = [...document.querySelectorAll('main .notes > :is(.problem, .issue-note, .returned)')]
      .filter((notes) => !notes.closest('.field-shell')?.contains(help) && isOver(notes.getBoundingClientRect()))
      .map((notes) => `${field.id} covers “${notes.textContent}”`)
    // Two lines, or all of it.
    const isLow = said.height < Math.min(help.scrollHeight, 48)
    return isLow ? [...covered, `${field.id}: its help is ${said.height} px high`] : covered
  })
}

/** Goes through all fields of the sheet: which other one the help shown there takes a click from, every few pixels. */
export function takenByHelp(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const stepPx = 5
    const steps = (from: number, to: number): readonly number[] =>
      Array.from({ length: Math.max(0, Math.ceil((to - from) / stepPx)) }, (_, index) => from + 0.5 + index * stepPx)
    const isTaken = ({ left, right, top, bottom }: DOMRect, help: Element): boolean => {
      const said = help.getBoundingClientRect()
      return steps(Math.max(top, said.top), Math.min(bottom, said.bottom)).some((y) =>
        steps(Math.max(left, said.left), Math.min(right, said.right)).some((x) =>
          help.contains(document.elementFromPoint(x, y)),
        ),
      )
    }
    const taken: string[] = []
    for (const field of document.querySelectorAll<HTMLElement>('main [data-path]:is(input, textarea)')) {
      field.focus()
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      const help = field.closest('.field-shell')?.querySelector<HTMLElement>('.under > .help')
      if (!help || help.offsetWidth === 0) taken.push(`${field.id} shows no help`)
      for (const other of document.querySelectorAll('main .field-shell :is(input, textarea, button)')) {
        const isOther = help && !other.closest('.field-shell')?.contains(help)
        if (isOther && isTaken(other.getBoundingClientRect(), help)) taken.push(`${field.id}: ${other.outerHTML}`)
      }
    }
    return taken
  })
}
