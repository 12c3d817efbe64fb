import type { Page } from 'playwright-core'

/**
 * Makes the database answer as on a full disk while the page's `sessionStorage` says `disk: full`: a headless
 * Chromium does not hold IndexedDB to the quota that its debugger sets.
 */
export async function refuseWrites(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const method of ['put', 'add'] as const) {
      const write = IDBObjectStore.prototype[method]
      IDBObjectStore.prototype[method] = function writeUnlessFull(this: IDBObjectStore, ...given) {
        if (sessionStorage.getItem('disk') === 'full') throw new DOMException('the disk is full', 'QuotaExceededError')
        return write.apply(this, given)
      }
    }
  })
}
