import type { Page } from 'playwright-core'

/** What watches over leaving comes once the page stands; what follows locks comes after it. */
export const untilGuarded = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('follow-locks')))
