import { sha256Hex } from '#core/submission/digest.ts'
import type { StoredRow } from './caibao-database.ts'
import { inOneTab } from './one-tab.ts'

const cacheName = 'caibao-second-copies'
const root = '/second-copies/'
/** Stores of the database whose rows are kept a second time. */
export const kinds = ['drafts', 'locks'] as const
export type Kind = (typeof kinds)[number]

/** One state of a row that is kept beside the database. */
export interface KeptState {
  /** Path by which the other store finds it. */
  readonly address: string
  readonly kind: Kind
  readonly id: string
  /** Nothing that comes to stand in the database takes its place: only the person says what becomes of it. */
  readonly isLost: boolean
}

/** Another state of a row stands at another address: what is being written never touches what was kept before. */
export async function addressOf(kind: Kind, row: StoredRow): Promise<string> {
  const digest = await sha256Hex(new TextEncoder().encode(JSON.stringify(row)))
  return `${root}${kind}/${encodeURIComponent(String(row['id']))}/${digest}`
}

/** Where it is noted that a state was lost: the state itself stays where it is, for there may be no room for it twice. */
const noteOf = (address: string): string => address.replace(root, `${root}lost/`)

function keptAt(address: string, paths: ReadonlySet<string>): KeptState | undefined {
  const [kind, id] = address.slice(root.length).split('/')
  const known = kinds.find((each) => each === kind)
  return address.startsWith(root) && known && id !== undefined
    ? { address, kind: known, id: decodeURIComponent(id), isLost: paths.has(noteOf(address)) }
    : undefined
}

/** Whether this browser has another store. */
export const isThere = (): boolean => 'caches' in window && 'locks' in navigator

/** Whether anything was ever kept there. */
export const isAnyKept = (): Promise<boolean> => caches.has(cacheName).catch(() => false)

/** One at a time in all tabs: what is forgotten is not written by another that had read it before. */
export const alone = <T>(work: (cache: Cache) => Promise<T>): Promise<T> =>
  inOneTab(cacheName, async () => work(await caches.open(cacheName)))

/** The same where something was kept before; else there is nothing to be done. */
export const aloneIfKept = async <T>(nothing: T, work: (cache: Cache) => Promise<T>): Promise<T> =>
  isThere() && (await isAnyKept()) ? alone(work) : nothing

/** Every state that is kept. */
export async function allKept(cache: Cache): Promise<readonly KeptState[]> {
  const paths = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname))
  return [...paths].flatMap((path) => keptAt(path, paths) ?? [])
}

/** Keeps a row at its address, and reads it back. */
export async function write(cache: Cache, address: string, row: StoredRow): Promise<void> {
  const text = JSON.stringify(row)
  await cache.put(address, new Response(text))
  const standing = await (await cache.match(address))?.text()
  if (standing === text) return
  await cache.delete(address)
  throw new Error('a second copy does not read back')
}

/** The row of a kept state; undefined when it cannot be read. */
export async function rowAt(cache: Cache, { address }: KeptState): Promise<StoredRow | undefined> {
  try {
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- our own row; what cannot be read is listed so
    return JSON.parse((await (await cache.match(address))?.text()) ?? '') as StoredRow
  } catch {
    return undefined
  }
}

/** Notes that a state was lost. */
export const noteLost = (cache: Cache, { address }: KeptState): Promise<void> =>
  cache.put(noteOf(address), new Response(''))

/** It is a state like any other again: the next of its row takes its place. */
export const noteFound = (cache: Cache, { address }: Pick<KeptState, 'address'>): Promise<boolean> =>
  cache.delete(noteOf(address))

/** Takes a state away. */
export async function drop(cache: Cache, { address }: Pick<KeptState, 'address'>): Promise<void> {
  await cache.delete(address)
  await cache.delete(noteOf(address))
}
