import axe from 'axe-core'
import type { Page } from 'playwright-core'

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

/** Runs axe over the page (or a part of it) and returns what it objects to. */
export async function findAxeViolations(page: Page, selector = 'html'): Promise<readonly AxeViolation[]> {
  // Through the debugger, so that the page's content policy stays on.
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the line above put axe on the window
    ([scope, runOnly]) => (window as unknown as AxeWindow).axe.run(scope, { runOnly: [...runOnly] }),
    [selector, tags] as const,
  )
  return violations.map(({ id, impact, help, nodes }) => ({
    rule: id,
    impact: impact ?? 'unknown',
    help,
    targets: nodes.map(({ target }) => target.join(' ')),
  }))
}
