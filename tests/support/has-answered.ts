import type { Page } from 'playwright-core'

/** Whether the document that stands has had an answer of an address that ends so. */
export const hasAnswered = (page: Page, ending: string): Promise<boolean> =>
  page.evaluate(
    (wanted) => performance.getEntriesByType('resource').some(({ name }) => new URL(name).pathname.endsWith(wanted)),
    ending,
  )
