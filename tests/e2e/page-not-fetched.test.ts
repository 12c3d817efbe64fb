import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger } from '#tests/support/engine.ts'

// Only this browser can be kept from working offline, so that pages have to be fetched.
describe.runIf(hasDebugger)('a page whose code does not come', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ launch: { serviceWorkers: 'block' } })
  })
  afterAll(() => app.close())

  test('says so where the person is, and opens when the network is back', async () => {
    const { page } = app
    const guide = page.getByRole('link', { name: '填写说明' }).first()
    await guide.waitFor()
    // What comes a moment after the first page comes before the network goes.
    await page.waitForLoadState('networkidle')
    await page.setViewportSize({ width: 640, height: 360 })
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
    const address = page.url()
    await app.goOffline()
    await guide.click()
    const note = page.getByRole('alert').filter({ hasText: '这一页没有打开' })
    await note.waitFor()
    expect(page.url()).toBe(address)
    expect(await page.getByRole('alert').count()).toBe(1)
    const { y = -1 } = (await note.boundingBox()) ?? {}
    expect(y).toBeGreaterThanOrEqual(0)
    expect(await findAxeViolations(page)).toEqual([])
    await note.getByRole('button', { name: '再试一次' }).click()
    await note.waitFor()
    await app.goOnline()
    await note.getByRole('button', { name: '再试一次' }).click()
    await page.getByRole('heading', { name: '填写说明', level: 1 }).waitFor()
    expect(await note.count()).toBe(0)
  })
})
