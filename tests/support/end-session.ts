import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { csrfHeader } from '#core/sync/staff-session.ts'

/** Ends the session behind the page's back, as when its time is over. */
export async function endSession(page: Page): Promise<void> {
  const ended = await page.evaluate(async (header) => {
    const { csrf } = await (await fetch('/api/v1/session')).json()
    return (await fetch('/api/v1/session', { method: 'DELETE', headers: { [header]: csrf } })).status
  }, csrfHeader)
  expect(ended).toBe(200)
}
