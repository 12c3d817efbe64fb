import type { Page } from 'playwright-core'

/**
 * Makes the database of the page answer as on a full disk from now on, until the page is left: a headless Chromium does
 * not hold IndexedDB to the quota that its debugger sets.
 */
export async function fillDisk(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.assign(window, { isDiskFull: true })
    for (const method of ['put', 'add'] as const) {
      const write = IDBObjectStore.prototype[method]
      IDBObjectStore.prototype[method] = function writeUnlessFull(this: IDBObjectStore, ...given) {
        if (Reflect.get(window, 'isDiskFull')) throw new DOMException('the disk is full', 'QuotaExceededError')
        return write.apply(this, given)
      }
    }
  })
}

/** There is room again. */
export async function freeDisk(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { isDiskFull: false }))
}
