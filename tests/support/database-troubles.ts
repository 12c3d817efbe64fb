import type { Page } from 'playwright-core'

/** Has another tab work in the database and not end, until it is told. */
export async function holdDatabase(other: Page): Promise<void> {
  await other.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('caibao')
      opening.addEventListener('success', () => resolve(opening.result))
    })
    const { objectStoreNames } = database
    const store = database.transaction(objectStoreNames, 'readwrite').objectStore('settings')
    Reflect.set(window, 'isHolding', true)
    const hold = (): void => {
      if (Reflect.get(window, 'isHolding') === true) store.get('any').addEventListener('success', hold)
    }
    hold()
  })
}

/** The tab that holds the database ends its work. */
export const releaseDatabase = (other: Page): Promise<unknown> =>
  other.evaluate(() => Reflect.set(window, 'isHolding', false))

/** The browser throws its database away, as Chromium does with one that a full disk left torn; leaves the page for it. */
export async function loseDatabase(page: Page): Promise<void> {
  await page.goto(new URL('/licence.txt', page.url()).href)
  await page.evaluate(async () => {
    const erasing = indexedDB.deleteDatabase('caibao')
    await new Promise((resolve) => erasing.addEventListener('success', resolve))
  })
}

/** All that is kept beside the database. */
export const keptTwice = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const cache = await caches.open('caibao-second-copies')
    const texts = (await cache.keys()).map(async (request) => (await cache.match(request))?.text())
    return (await Promise.all(texts)).join('\n')
  })
