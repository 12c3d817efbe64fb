import type { Page } from 'playwright-core'

/** The document or another file, and its size on the wire and unpacked. */
export interface Part {
  readonly name: string
  readonly encodedBodySize: number
  readonly decodedBodySize: number
}

/** Most of what may come before the first field: 110 KiB on the wire, of brotli where it packs. */
export const firstLoadBudget = 110 * 1024

/** Notes what was fetched in the very moment in which the first field can be typed into: what comes after does not count. */
function noteFirstField(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('main input:not([readonly])')) return
    observer.disconnect()
    const entries = ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))
    const parts: readonly Record<string, unknown>[] = entries.map((entry) => entry.toJSON())
    // The icon is asked for twice by now and then; what comes from the cache of the browser is on no wire.
    Reflect.set(
      window,
      'untilFirstField',
      parts.filter(({ deliveryType }) => deliveryType !== 'cache'),
    )
  })
  observer.observe(document, { childList: true, subtree: true, attributeFilter: ['readonly'] })
}

/** Everything that is fetched before the first field of a form can be typed into, the document first. */
export async function partsOfFirstLoad(page: Page, address: string): Promise<readonly Part[]> {
  await page.addInitScript(noteFirstField)
  await page.goto(address)
  const standing = await page.waitForFunction(() => Reflect.get(window, 'untilFirstField'))
  return standing.jsonValue()
}

/** Bytes of all of them on the wire. */
export const bytesOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
