import type { Page } from 'playwright-core'

/** A file of script or style, and its size on the wire and unpacked. */
export interface Part {
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

/** Script and style a form brings before its first field can be typed into. */
export async function partsOfFirstLoad(page: Page, address: string): Promise<readonly Part[]> {
  await page.addInitScript(noteFirstField)
  await page.goto(address)
  const standing = await page.waitForFunction(() => Reflect.get(window, 'untilFirstField'))
  const entries: readonly Part[] = await standing.jsonValue()
  return entries.filter(({ name }) => /\.(?:js|css)$/.test(name))
}
