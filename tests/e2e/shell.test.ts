import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiBase } from '#core/sync/endpoint.ts'
import { endpoints } from '#core/sync/endpoints.ts'
import { listBuiltFiles } from '#server/built-files.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger, keepsProfile } from '#tests/support/engine.ts'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))

describe('the app shell', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp()
  })
  afterAll(() => app.close())

  test('opens under its content policy without a complaint', async () => {
    await app.page.locator('h1').first().waitFor()
    expect(app.complaints).toEqual([])
  })

  test('has a page that tells every request of its interface, under the same policy without a complaint', async () => {
    const page = await app.context.newPage()
    await page.goto(`${app.origin}${apiBase}/docs`)
    const names = Object.keys(endpoints).sort()
    const list = page.getByRole('navigation', { name: '接口' })
    expect(await list.getByRole('link').count()).toBe(names.length)
    const told = await page.evaluate(() => Array.from(document.querySelectorAll('section[id]'), ({ id }) => id))
    expect(told.sort()).toEqual(names)
    await list.getByRole('link', { name: 'POST /submissions', exact: true }).click()
    await page.locator('#uploadSubmission:target').waitFor()
    const asData = page.getByRole('link', { name: 'openapi.json', exact: true })
    const isThere = await asData.evaluate(async (link) => (await fetch(link.getAttribute('href') ?? '')).ok)
    expect(isThere).toBe(true)
    expect(app.complaints).toEqual([])
    await page.close()
  })

  test('goes Back to a page of the management edition, also when that is not at hand, and Forward again', async () => {
    const page = await app.context.newPage()
    await page.goto(`${app.origin}/unit`)
    await page.getByRole('link', { name: '个人版' }).click()
    await page.getByRole('heading', { name: '我的记录' }).waitFor()
    await page.reload()
    const heading = page.getByRole('heading', { name: '我的记录' })
    await heading.waitFor()
    await page.evaluate(() => history.back())
    await page.getByRole('link', { name: '个人版' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/unit')
    await page.evaluate(() => history.forward())
    await heading.waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
    await page.goto(`${app.origin}/unit/nowhere`)
    await page.getByRole('heading', { name: '没有这个页面' }).waitFor()
    await page.close()
  })

  test.runIf(hasDebugger)('has a manifest without errors and can be installed', async () => {
    const session = await app.context.newCDPSession(app.page)
    const manifest = await session.send('Page.getAppManifest')
    expect(manifest.errors).toEqual([])
    expect(manifest.url).toBe(`${app.origin}/manifest.webmanifest`)
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
    expect(installabilityErrors).toEqual([])
  })

  test('is accessible at first sight', async () => {
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('refuses inline script', async () => {
    const result = await app.page.evaluate(() => {
      const script = document.createElement('script')
      try {
        script.textContent = 'window.intruder = true'
        document.head.append(script)
      } catch (refusal) {
        return refusal instanceof TypeError ? 'refused' : 'failed'
      }
      return 'intruder' in window ? 'ran' : 'refused'
    })
    expect(result).toBe('refused')
  })

  test('keeps every file of the build on the device', async () => {
    await app.untilOfflineReady()
    const kept = await app.page.evaluate(async () => {
      const caches = await Promise.all((await window.caches.keys()).map((name) => window.caches.open(name)))
      const requests = await Promise.all(caches.map((cache) => cache.keys()))
      return requests.flat().map(({ url }) => new URL(url).pathname)
    })
    const built = [...(await listBuiltFiles(dist)).keys()]
    const notNeeded = /^\/(?:service-worker\.js|screenshots\/.*|fonts\/(?:noto-[34]|hana-\d+)\.pack|fonts\/LICENSE.*)$/
    // The glyphs of rare characters may have followed by now.
    const needed = (paths: readonly string[]): string[] => paths.filter((path) => !notNeeded.test(path)).sort()
    expect(needed([...new Set(kept)])).toEqual(needed(built))
  })

  test('opens offline, also in a new tab and after the browser was killed', async () => {
    await app.untilOfflineReady()
    await app.goOffline()
    await app.page.reload()
    await app.page.locator('h1').first().waitFor()

    const tab = await app.context.newPage()
    await tab.goto(`${app.origin}/submissions`)
    await tab.locator('#app *').first().waitFor()

    if (!keepsProfile) return
    await app.kill()
    const page = await app.relaunch()
    await page.locator('h1').first().waitFor()
    expect(await page.title()).toContain('采报')
  })
})
