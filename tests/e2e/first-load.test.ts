import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger } from '#tests/support/engine.ts'

const budgetBytes = 110 * 1024

interface Part {
  readonly name: string
  readonly encodedBodySize: number
  readonly decodedBodySize: number
}

/** Notes what was fetched in the very moment in which the first field stands: what comes after it does not count. */
function noteFirstField(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('main input')) return
    observer.disconnect()
    const entries = performance.getEntriesByType('resource').map((entry) => entry.toJSON())
    Reflect.set(window, 'untilFirstField', entries)
  })
  observer.observe(document, { childList: true, subtree: true })
}

// Brotli and the size on the wire are only told by this browser over plain HTTP.
describe.runIf(hasDebugger)('the first load', () => {
  let app: OpenedApp
  beforeAll(async () => {
    // Without a service worker every byte comes over the wire and is counted.
    app = await openApp({ path: '/healthz', launch: { serviceWorkers: 'block' } })
    await app.page.addInitScript(noteFirstField)
    await app.page.goto(`${app.origin}/new`)
  })
  afterAll(() => app.close())

  test('brings the first field within its budget of script and style', async () => {
    const standing = await app.page.waitForFunction(() => Reflect.get(window, 'untilFirstField'))
    const entries: readonly Part[] = await standing.jsonValue()
    const parts = entries.filter(({ name }) => /\.(?:js|css)$/.test(name))
    const sum = (pick: (part: Part) => number): number => parts.reduce((total, part) => total + pick(part), 0)
    const encodedBytes = sum((part) => part.encodedBodySize)
    expect(
      encodedBytes,
      parts.map(({ name, encodedBodySize }) => `${name} ${encodedBodySize}`).join('\n'),
    ).toBeLessThan(budgetBytes)
    expect(encodedBytes).toBeLessThan(sum((part) => part.decodedBodySize) / 2)
  })

  test('is sent as brotli', async () => {
    const encoding = await app.page.evaluate(async () => {
      const address = document.querySelector('script[src]')?.getAttribute('src') ?? ''
      return (await fetch(address, { cache: 'no-store' })).headers.get('Content-Encoding')
    })
    expect(encoding).toBe('br')
  })
})
