import { Dexie } from 'dexie'
import type { Result } from '#core/errors/result.ts'
import type { CaibaoDatabase } from './caibao-database.ts'
import { allKept, alone, drop, isAnyKept, isThere, type KeptState, kinds, write } from './kept-states.ts'
import { bringBack, bringBackOf, giveUp, type LostRecord, lostRecords } from './lost-records.ts'
import { sortOutKept, type StandingRow } from './sort-out-kept.ts'
import type { StorageError } from './storage-error.ts'

// Both begin at one time, and come in one piece.
export { watchBirthMark, watchForErasure } from './watch-for-erasure.ts'

const lullMs = 3000

/**
 * Keeps one row as it stands; what was kept of it before goes once it reads back, and stays where there is no room. What
 * was lost is no state from before.
 */
async function keepRow(cache: Cache, kept: readonly KeptState[], { row, address }: StandingRow): Promise<void> {
  if (!kept.some((each) => each.address === address)) await write(cache, address, row)
  const before = kept.filter((each) => each.id === String(row['id']) && each.address !== address && !each.isLost)
  for (const each of before) await drop(cache, each)
}

/** Brings the copies of all that stands in the database up to date; of what does not, they stay. */
async function bringUpToDate(database: CaibaoDatabase): Promise<void> {
  await alone(async (cache) => {
    const { kept, standing } = await sortOutKept(cache, database)
    for (const row of standing.values()) await keepRow(cache, kept, row).catch(() => undefined)
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

/** Takes away the copies of these records, or those of their states that are meant; all of them where none is named. */
export async function forgetSecondCopies(
  ids?: readonly string[],
  isMeant: (state: KeptState) => boolean = () => true,
): Promise<void> {
  if (!('caches' in window) || !(await isAnyKept())) return
  await alone(async (cache) => {
    if (!ids) for (const request of await cache.keys()) await cache.delete(request)
    for (const kept of await allKept(cache)) if (ids?.includes(kept.id) && isMeant(kept)) await drop(cache, kept)
  })
}

/** Takes away what lies readable of a record that was put behind a passphrase; an earlier lock of it is as sealed. */
export const forgetReadable = (id: string): Promise<void> => forgetSecondCopies([id], ({ kind }) => kind === 'drafts')

/** Takes away the copies of records that were removed long ago. What was lost of one the person has not yet answered. */
export const forgetRemoved = (ids: readonly string[]): Promise<void> => forgetSecondCopies(ids, ({ isLost }) => !isLost)

/** What the database has lost and the second copies have. */
export interface SecondCopies {
  readonly lost: () => Promise<readonly LostRecord[]>
  readonly bringBack: (lost: readonly LostRecord[]) => Promise<Result<void, StorageError>>
  /**
   * Brings back what was lost of these records before anything else comes in under their ids, so that this meets them as
   * it would have met them in the database.
   */
  readonly bringBackOf: (ids: readonly string[], kind?: LostRecord['kind']) => Promise<Result<void, StorageError>>
  /** Takes them away for good. */
  readonly forget: (lost: readonly LostRecord[]) => Promise<void>
}

/** The second copies beside this database. */
export const secondCopies = (database: CaibaoDatabase): SecondCopies => ({
  lost: () => lostRecords(database),
  bringBack: (lost) => bringBack(database, lost),
  bringBackOf: (ids, kind) => bringBackOf(database, ids, kind),
  forget: giveUp,
})
