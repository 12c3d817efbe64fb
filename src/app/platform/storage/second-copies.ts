import { Dexie } from 'dexie'
import { ok, type Result } from '#core/errors/result.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'
import { inOneTab } from './one-tab.ts'
import { type StorageError, storageErrorOf } from './storage-error.ts'

const cacheName = 'caibao-second-copies'
const lullMs = 3000
const kinds = ['drafts', 'locks'] as const
type Kind = (typeof kinds)[number]

/** A record that stands beside the database alone. */
export interface LostRecord {
  readonly kind: Kind
  readonly id: string
  readonly row: StoredRow
}

interface Kept {
  /** Path by which the other store finds it. */
  readonly address: string
  readonly kind: Kind
  readonly id: string
}

/** Another state of a row stands at another address: what is being written never touches what was kept before. */
async function addressOf(kind: Kind, row: StoredRow): Promise<string> {
  const digest = await sha256Hex(new TextEncoder().encode(JSON.stringify(row)))
  return `/second-copies/${kind}/${encodeURIComponent(String(row['id']))}/${digest}`
}

function keptAt(url: string): Kept | undefined {
  const { pathname } = new URL(url)
  const [, folder, kind, id] = pathname.split('/')
  const known = kinds.find((each) => each === kind)
  return folder === 'second-copies' && known && id !== undefined
    ? { address: pathname, kind: known, id: decodeURIComponent(id) }
    : undefined
}

const isThere = (): boolean => 'caches' in window && 'locks' in navigator

/** One at a time in all tabs: what is forgotten is not written by another that had read it before. */
const alone = <T>(work: (cache: Cache) => Promise<T>): Promise<T> =>
  inOneTab(cacheName, async () => work(await caches.open(cacheName)))

async function allKept(cache: Cache): Promise<readonly Kept[]> {
  const requests = await cache.keys()
  return requests.flatMap(({ url }) => keptAt(url) ?? [])
}

async function write(cache: Cache, address: string, row: StoredRow): Promise<void> {
  const text = JSON.stringify(row)
  await cache.put(address, new Response(text))
  const standing = await (await cache.match(address))?.text()
  if (standing === text) return
  await cache.delete(address)
  throw new Error('a second copy does not read back')
}

type Rows = Readonly<Record<Kind, readonly StoredRow[]>>

/** Both at one moment: a record that is locked or opened meanwhile stands in one of them. */
const rowsOf = (database: CaibaoDatabase): Promise<Rows> =>
  database.transaction('r', [database.drafts, database.locks], async () => ({
    drafts: await database.drafts.toArray(),
    locks: await database.locks.toArray(),
  }))

/** Takes away what lies readable of a record that is locked by now, whatever else does not fit. */
async function closeLocked(cache: Cache, kept: readonly Kept[], locks: readonly StoredRow[]): Promise<void> {
  const locked = new Set(locks.map((row) => String(row['id'])))
  for (const { address, kind, id } of kept) if (kind === 'drafts' && locked.has(id)) await cache.delete(address)
}

/** Keeps one row as it stands; what was kept of it before goes once it reads back, and stays where there is no room. */
async function keepRow(cache: Cache, kept: readonly Kept[], kind: Kind, row: StoredRow): Promise<void> {
  const address = await addressOf(kind, row)
  if (!kept.some((each) => each.address === address)) await write(cache, address, row)
  const before = kept.filter(({ id, address: other }) => id === String(row['id']) && other !== address)
  for (const each of before) await cache.delete(each.address)
}

/** Brings the copies of all that stands in the database up to date; of what does not, they stay. */
async function bringUpToDate(database: CaibaoDatabase): Promise<void> {
  await alone(async (cache) => {
    const [kept, rows] = [await allKept(cache), await rowsOf(database)]
    await closeLocked(cache, kept, rows.locks)
    for (const kind of kinds) for (const row of rows[kind]) await keepRow(cache, kept, kind, row).catch(() => undefined)
  })
}

/**
 * Keeps a second copy of every record beside the database, in the browser's other store, which lies in files of its own:
 * a full disk or a power cut can leave a database that Chromium, when it opens it next, throws away whole. Locked
 * records are kept as they are, sealed. Where there is no such store, nothing is kept; returns how to end it.
 */
export function keepSecondCopies(database: CaibaoDatabase): () => void {
  if (!isThere()) return () => undefined
  const stores = kinds.map((kind) => `idb://${database.name}/${kind}/`)
  let waiting: ReturnType<typeof setTimeout> | undefined
  // Whatever does not work now is tried again with the next change.
  const run = (): void => void bringUpToDate(database).catch(() => undefined)
  const note = (parts: object): void => {
    if (!stores.some((store) => store in parts)) return
    clearTimeout(waiting)
    waiting = setTimeout(run, lullMs)
  }
  Dexie.on.storagemutated.subscribe(note)
  run()
  return () => {
    clearTimeout(waiting)
    Dexie.on.storagemutated.unsubscribe(note)
  }
}

/** Takes away the copies of records that were erased, or put behind a passphrase; all of them where none is named. */
export async function forgetSecondCopies(ids?: readonly string[]): Promise<void> {
  if (!('caches' in window) || !(await caches.has(cacheName).catch(() => false))) return
  await alone(async (cache) => {
    for (const { address, id } of await allKept(cache)) if (!ids || ids.includes(id)) await cache.delete(address)
  })
}

const parsed = (text: string): StoredRow | undefined => {
  try {
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- our own row; what cannot be read is listed so
    return JSON.parse(text) as StoredRow
  } catch {
    return undefined
  }
}

/** Whether a record was removed by the person: it was on its way out, and is no loss. */
const isRemoved = ({ deletedAt, removedAt }: StoredRow): boolean =>
  (deletedAt !== null && deletedAt !== undefined) || removedAt !== undefined

const savedAtOf = (row: StoredRow): number => (typeof row['savedAt'] === 'number' ? row['savedAt'] : 0)

/** What the database has lost and the second copies have. */
export interface SecondCopies {
  readonly lost: () => Promise<readonly LostRecord[]>
  readonly bringBack: (lost: readonly LostRecord[]) => Promise<Result<void, StorageError>>
  /** Takes them away for good. */
  readonly forget: (lost: readonly LostRecord[]) => Promise<void>
}

/** The states that are kept of records the database does not have; of several the one that was saved last. */
async function lastKept(cache: Cache, kept: readonly Kept[]): Promise<readonly LostRecord[]> {
  const last = new Map<string, LostRecord>()
  for (const { address, kind, id } of kept) {
    const row = parsed((await (await cache.match(address))?.text()) ?? '')
    if (row && savedAtOf(row) >= savedAtOf(last.get(id)?.row ?? {})) last.set(id, { kind, id, row })
  }
  return [...last.values()]
}

/** The records that the database has lost; what was removed before is taken away. */
async function lostRecords(database: CaibaoDatabase): Promise<readonly LostRecord[]> {
  if (!isThere()) return []
  return alone(async (cache) => {
    const rows = await rowsOf(database)
    const standing = new Set(kinds.flatMap((kind) => rows[kind].map((row) => String(row['id']))))
    const kept = (await allKept(cache)).filter(({ id }) => !standing.has(id))
    const records = await lastKept(cache, kept)
    const removed = new Set(records.filter(({ row }) => isRemoved(row)).map(({ id }) => id))
    for (const { address, id } of kept) if (removed.has(id)) await cache.delete(address)
    return records.filter(({ id }) => !removed.has(id))
  })
}

/** Puts them back where they were, each by itself; one that stands again by now stays as it stands. */
async function bringBack(database: CaibaoDatabase, lost: readonly LostRecord[]): Promise<Result<void, StorageError>> {
  const { drafts, locks } = database
  try {
    for (const { kind, id, row } of lost) {
      await database.transaction('rw', [drafts, locks], async () => {
        const isStanding = (await drafts.get(id)) !== undefined || (await locks.get(id)) !== undefined
        if (!isStanding) await database.table(kind).add(row)
      })
    }
    return ok(undefined)
  } catch (thrown) {
    return { ok: false, error: storageErrorOf(thrown, 'write') }
  }
}

/** The second copies beside this database. */
export const secondCopies = (database: CaibaoDatabase): SecondCopies => ({
  lost: () => lostRecords(database),
  bringBack: (lost) => bringBack(database, lost),
  forget: (lost) => forgetSecondCopies(lost.map(({ id }) => id)),
})
