import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { tellsComplaints } from '#tests/support/engine.ts'

/** On a busy machine Firefox tells late of a page that was left, and the driver takes that for the page asked for. */
function toleratingLateNews(cause: unknown): void {
  if (!String(cause).includes('is interrupted by another navigation')) throw cause
}

describe.runIf(tellsComplaints)('what the tests hear of a page', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp()
    await app.untilOfflineReady()
  })
  afterAll(() => app.close())

  test('that it was left while its parts were on their way is no complaint', async () => {
    const { page } = app
    for (let round = 0; round < 8; round += 1) {
      const path = round % 2 === 0 ? '/unit' : '/guide'
      await page.goto(app.origin + path, { waitUntil: 'commit' }).catch(toleratingLateNews)
      await page.waitForTimeout(40 * round)
    }
    await page.goto(app.origin)
    await page.getByRole('heading', { name: '我的记录' }).waitFor()
    await expect.poll(() => app.complaints).toEqual([])
  })

  test('a part that is not there is one, also right before the page is left', async () => {
    const missing = app.origin + '/assets/not-there.js'
    // As text: the test runner would make an import of its own of it.
    await app.page.evaluate(`void import('${missing}')`)
    await expect.poll(() => app.complaints.some((text) => text.includes(missing))).toBe(true)
    await app.page.goto(`${app.origin}/guide`)
    await app.page.getByRole('heading', { level: 1 }).waitFor()
    expect(app.complaints.some((text) => text.includes(missing))).toBe(true)
  })
})
