import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { hasDebugger } from './engine.ts'

/** One place where the page breaks an accessibility rule. */
export interface AxeViolation {
  readonly rule: string
  readonly impact: string
  readonly help: string
  readonly targets: readonly string[]
}

const tags: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

interface AxeWindow extends Window {
  readonly axe: typeof axe
}

// 400 % of a screen 1280 wide (WCAG 1.4.10).
const narrow = { width: 320, height: 640 }

const drawnAgain = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))

const untilStill = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
    const all = Promise.allSettled(passing.map(({ finished }) => finished))
    // One that is hidden amid its way may never come to its end.
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 3000))])
  })

/** Anything that makes a narrow page scroll sideways. */
async function wideParts(page: Page): Promise<readonly AxeViolation[]> {
  const { overflow, targets } = await page.evaluate(() => ({
    overflow: document.documentElement.scrollWidth - innerWidth,
    targets: [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => `${element.tagName} ${element.className}`)
      .slice(0, 5),
  }))
  return overflow > 0
    ? [{ rule: 'reflow', impact: 'serious', help: `${overflow} px wider than the screen`, targets }]
    : []
}

const inNarrowDark = ({ rule, impact, help, targets }: AxeViolation): AxeViolation => ({
  rule: `${rule}, narrow and dark`,
  impact,
  help,
  targets,
})

/**
 * What breaks a rule of accessibility on the page as it stands, and again in the dark on 320 pixels, where besides
 * nothing may be wider than the screen. Only Chromium can be told to look otherwise.
 */
export async function findAxeViolations(page: Page): Promise<readonly AxeViolation[]> {
  const asItStands = await axeViolations(page)
  if (!hasDebugger) return asItStands
  const size = page.viewportSize()
  if (!size) return asItStands
  await page.setViewportSize(narrow)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  try {
    await drawnAgain(page)
    const otherwise = [...(await axeViolations(page)), ...(await wideParts(page))]
    return [...asItStands, ...otherwise.map(inNarrowDark)]
  } finally {
    await page.emulateMedia({ colorScheme: null, reducedMotion: null })
    await page.setViewportSize(size)
    await drawnAgain(page)
  }
}

/** Runs axe over the page and returns what it objects to. */
export async function axeViolations(page: Page): Promise<readonly AxeViolation[]> {
  await untilStill(page)
  // Through the debugger, so that the page's content policy stays on; once a page, as it is half a megabyte.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const violations = await page.evaluate(async (runOnly) => {
    // Colours on their way from one state to the next are none of either, and a state may change while axe looks.
    const atOnce = new CSSStyleSheet()
    atOnce.replaceSync('*, ::before, ::after { transition: none !important }')
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, atOnce]
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- put there by the line before
    const onPage = (window as unknown as AxeWindow).axe
    try {
      // Most of a page is in order: its parts need not be told.
      const found = await onPage.run('html', { runOnly: [...runOnly], resultTypes: ['violations'], preload: false })
      return found.violations
    } finally {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== atOnce)
    }
  }, tags)
  return violations.map(({ id, impact, help, nodes }) => ({
    rule: id,
    impact: impact ?? 'unknown',
    help,
    targets: nodes.map(({ target }) => target.join(' ')),
  }))
}
