import type { Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { bytesOf, firstLoadBudget, type Part, partsOfFirstLoad } from '#tests/support/first-load.ts'

// Brotli and the size on the wire are only told by this browser over plain HTTP.
describe.runIf(hasDebugger)('the first load', () => {
  let app: OpenedApp
  let parts: readonly Part[]
  beforeAll(async () => {
    // Without a service worker every byte comes over the wire and is counted.
    app = await openApp({ path: '/healthz', launch: { serviceWorkers: 'block' } })
    parts = await partsOfFirstLoad(app.page, `${app.origin}/new`)
  })
  afterAll(() => app.close())

  test('brings the first field within its budget, the page and everything with it', () => {
    const list = parts.map(({ name, encodedBodySize }) => `${name} ${encodedBodySize}`).join('\n')
    expect(list).toMatch(/\/new \d+\n/)
    expect(bytesOf(parts), list).toBeLessThan(firstLoadBudget)
    expect(bytesOf(parts)).toBeLessThan(parts.reduce((sum, part) => sum + part.decodedBodySize, 0) / 2)
  })

  test('is sent as brotli', async () => {
    const encoding = await app.page.evaluate(async () => {
      const address = document.querySelector('script[src]')?.getAttribute('src') ?? ''
      return (await fetch(address, { cache: 'no-store' })).headers.get('Content-Encoding')
    })
    expect(encoding).toBe('br')
  })
})

// Only this browser tells what a service worker fetches.
describe.runIf(hasDebugger)('what is kept for working without a network', () => {
  test('is fetched three files at a time: neither one after the other nor all at once', async () => {
    const app = await openApp({ path: '/healthz' })
    onTestFinished(() => app.close())
    const underWay = new Set<Request>()
    let most = 0
    app.context.on('request', (request) => {
      if (!request.serviceWorker()) return
      underWay.add(request)
      most = Math.max(most, underWay.size)
    })
    app.context.on('requestfinished', (request) => underWay.delete(request))
    await app.page.goto(`${app.origin}/new`)
    await app.untilOfflineReady()
    expect(most).toBe(3)
  })
})
