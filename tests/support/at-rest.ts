import type { Page } from 'playwright-core'
import { base64Spellings } from '#tests/support/base64-spellings.ts'

/** What a page's origin keeps in the browser, as text. */
interface AtRest {
  /** All databases, `localStorage`, `sessionStorage`, and what the browser's history shows of the page. */
  readonly stored: string
  /** Everything in Cache Storage, by address. */
  readonly cached: readonly (readonly [url: string, text: string])[]
}

/** The rows of each store of each database. */
type Databases = Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>

/** All databases of a page's origin; bytes in base64url, and of a key what it tells of itself. */
export async function databasesAtRest(page: Page): Promise<Databases> {
  const text = await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error ?? new Error('not read')))
      })
    async function storesOf(name: string): Promise<unknown> {
      const database = await done(indexedDB.open(name))
      const stores = [...database.objectStoreNames].map(
        async (store) =>
          [store, await done<unknown[]>(database.transaction(store).objectStore(store).getAll())] as const,
      )
      const rows = Object.fromEntries(await Promise.all(stores))
      database.close()
      return rows
    }
    const base64url = (bytes: Uint8Array): string =>
      btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '')
    function told(_key: string, value: unknown): unknown {
      if (value instanceof ArrayBuffer) return base64url(new Uint8Array(value))
      if (value instanceof Uint8Array) return base64url(value)
      if (!(value instanceof CryptoKey)) return value
      const { type, algorithm, extractable, usages } = value
      return { type, algorithm, extractable, usages }
    }
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '')
    const databases = await Promise.all(names.map(async (name) => [name, await storesOf(name)] as const))
    return JSON.stringify(Object.fromEntries(databases), told)
  })
  const databases: Databases = JSON.parse(text)
  return databases
}

/** Everything that lies in the browser for a page's origin. */
async function allAtRest(page: Page): Promise<AtRest> {
  const databases = await databasesAtRest(page)
  const { told, cached } = await page.evaluate(async () => {
    async function textsOf(name: string): Promise<readonly (readonly [string, string])[]> {
      const cache = await caches.open(name)
      const texts = (await cache.keys()).map(
        async (request) => [request.url, (await (await cache.match(request))?.text()) ?? ''] as const,
      )
      return Promise.all(texts)
    }
    const texts = await Promise.all((await caches.keys()).map(textsOf))
    return {
      told: [{ ...localStorage }, { ...sessionStorage }, history.state, document.title, location.href],
      cached: texts.flat(),
    }
  })
  return { stored: JSON.stringify([databases, told]), cached }
}

/** Which of the words lie in the browser, in the open or encoded in a signed text; what the server gives everybody is no find. */
export async function foundAtRest(page: Page, words: readonly string[]): Promise<readonly string[]> {
  const isIn = (text: string, word: string): boolean =>
    text.includes(word) || base64Spellings(word).some((spelling) => text.includes(spelling))
  const { stored, cached } = await allAtRest(page)
  const found = new Set(words.filter((word) => isIn(stored, word)))
  for (const [url, text] of cached) {
    const told = words.filter((word) => isIn(text, word))
    if (told.length > 0 && (await (await fetch(url)).text()) !== text) for (const word of told) found.add(word)
  }
  // Once each, though a record lies in the database and a second time beside it (ADR 0252).
  return words.filter((word) => found.has(word))
}

/** Every row this device keeps, but for the marks of the app's own: that it can keep any, and of which database. */
export async function keptAtRest(page: Page): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const { caibao = {} } = await databasesAtRest(page)
  const isMark = (row: unknown): boolean => /^{"key":"(?:probe|born)"/.test(JSON.stringify(row))
  return { ...caibao, settings: (caibao['settings'] ?? []).filter((row) => !isMark(row)) }
}
