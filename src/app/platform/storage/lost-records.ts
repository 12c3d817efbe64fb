import { ok, type Result } from '#core/errors/result.ts'
import type { CaibaoDatabase, StoredDraft, StoredRow } from './caibao-database.ts'
import { aloneIfKept, drop, type Kind, noteFound, rowAt } from './kept-states.ts'
import { parseDraft } from './parse-draft.ts'
import { savedAtOf, sortOutKept } from './sort-out-kept.ts'
import { type StorageError, storageErrorOf } from './storage-error.ts'

/** A record, or a state of one, that stands beside the database alone. */
export interface LostRecord {
  readonly kind: Kind
  readonly id: string
  readonly row: StoredRow
  /** Where it is kept: another state is at another. */
  readonly address: string
  /** Something else stands in the database under its id. */
  readonly isBeside: boolean
  /** It is sealed to its id and opens under no other: it cannot be brought back until nothing else stands there. */
  readonly isWaiting: boolean
}

/** The records that the database has lost; what was removed before is taken away. */
export function lostRecords(database: CaibaoDatabase): Promise<readonly LostRecord[]> {
  return aloneIfKept<readonly LostRecord[]>([], async (cache) => {
    const { kept, standing } = await sortOutKept(cache, database)
    const lost: LostRecord[] = []
    for (const state of kept.filter(({ isLost }) => isLost)) {
      const { address, kind, id } = state
      const isBeside = standing.has(id)
      const row = await rowAt(cache, state)
      if (row) lost.push({ kind, id, row, address, isBeside, isWaiting: isBeside && kind === 'locks' })
    }
    return lost
  })
}

/** The state as a record of its own, as 两份都留 makes one: what was handed in was so by the other. */
export function asItsOwn(row: StoredRow): StoredDraft {
  const id = crypto.randomUUID()
  const draft = parseDraft(row)
  if (!draft.ok) return { id, unreadable: row }
  return { ...draft.value, id, record: { ...draft.value.record, id }, handedIn: null }
}

/** Whether it stands where it was now; where something else does it is added beside that. */
function addBack(database: CaibaoDatabase, { kind, id, row }: LostRecord): Promise<boolean> {
  const { drafts, locks } = database
  return database.transaction('rw', [drafts, locks], async () => {
    const standing = await drafts.get(id)
    const isLocked = (await locks.get(id)) !== undefined
    const isInPlace = standing === undefined && !isLocked
    if (isInPlace) await database.table(kind).add(row)
    // Beside what is behind a passphrase nothing of the same record is laid open.
    else if (!isLocked && kind === 'drafts') await drafts.add(asItsOwn(row))
    return isInPlace
  })
}

/** Those in the open first: beside a lock they would be closed. Of several of one record the last has its place. */
const inTurn = (one: LostRecord, other: LostRecord): number =>
  one.kind.localeCompare(other.kind) || savedAtOf(other.row) - savedAtOf(one.row)

/** Puts them back where they were, each by itself; beside one that stands there by now as a record of its own. */
export async function bringBack(
  database: CaibaoDatabase,
  lost: readonly LostRecord[],
): Promise<Result<void, StorageError>> {
  try {
    await aloneIfKept(undefined, async (cache) => {
      for (const each of [...lost].sort(inTurn)) {
        // Meanwhile another tab may have brought it back, or taken it away.
        if (!(await cache.match(each.address))) continue
        if (await addBack(database, each)) await noteFound(cache, each)
        else if (each.kind === 'drafts') await drop(cache, each)
      }
    })
    return ok(undefined)
  } catch (thrown) {
    return { ok: false, error: storageErrorOf(thrown, 'write') }
  }
}

/** A store that cannot be read is no reason to take nothing in; what is kept there stays as it is. */
export async function bringBackOf(
  database: CaibaoDatabase,
  ids: readonly string[],
  kind?: Kind,
): Promise<Result<void, StorageError>> {
  const lost = await lostRecords(database).catch(() => [])
  const meant = lost.filter((each) => ids.includes(each.id) && !each.isBeside && each.kind === (kind ?? each.kind))
  return meant.length > 0 ? bringBack(database, meant) : ok(undefined)
}

/** Takes them away for good. */
export const giveUp = (lost: readonly LostRecord[]): Promise<void> =>
  aloneIfKept(undefined, async (cache) => {
    for (const each of lost) await drop(cache, each)
  })
