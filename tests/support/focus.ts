import type { Page } from 'playwright-core'

/** Keys go on from the heading: the field that Enter was pressed in is gone. */
export const expectFocusOn = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { name }).and(page.locator(':focus')).waitFor()
