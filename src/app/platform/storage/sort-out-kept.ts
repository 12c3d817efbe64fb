import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'
import {
  addressOf,
  allKept,
  drop,
  type KeptState,
  type Kind,
  kinds,
  noteFound,
  noteLost,
  rowAt,
} from './kept-states.ts'
import { isSameState, parseDraft } from './parse-draft.ts'

/** A row of the database, and where that state of it is kept. */
export interface StandingRow {
  readonly kind: Kind
  readonly row: StoredRow
  readonly address: string
}

/** What is kept, held against what stands in the database. */
interface SortedOut {
  readonly kept: readonly KeptState[]
  /** By id. */
  readonly standing: ReadonlyMap<string, StandingRow>
}

interface ReadState {
  readonly state: KeptState
  readonly row: StoredRow
}

/** Both at one moment: a record that is locked or opened meanwhile stands in one of them. */
const rowsOf = (database: CaibaoDatabase): Promise<Readonly<Record<Kind, readonly StoredRow[]>>> =>
  database.transaction('r', [database.drafts, database.locks], async () => ({
    drafts: await database.drafts.toArray(),
    locks: await database.locks.toArray(),
  }))

async function standingIn(database: CaibaoDatabase): Promise<ReadonlyMap<string, StandingRow>> {
  const rows = await rowsOf(database)
  const standing = new Map<string, StandingRow>()
  for (const kind of kinds)
    for (const row of rows[kind]) standing.set(String(row['id']), { kind, row, address: await addressOf(kind, row) })
  return standing
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** When a row was saved. */
export const savedAtOf = (row: StoredRow): number => numberOf(row['savedAt'])

/** Whether a record was removed by the person: it was on its way out, and is no loss. */
const isRemoved = ({ deletedAt, removedAt }: StoredRow): boolean =>
  (deletedAt !== null && deletedAt !== undefined) || removedAt !== undefined

const revisionOf = (row: StoredRow): number => numberOf(row['revision'])

/** By the revision first, which counts up whatever the clock is set to; two of which one is sealed tell none. */
function isNewer(one: ReadState, other: ReadState): boolean {
  const areOpen = one.state.kind === 'drafts' && other.state.kind === 'drafts'
  const ahead = areOpen ? revisionOf(one.row) - revisionOf(other.row) : 0
  return (ahead || savedAtOf(one.row) - savedAtOf(other.row)) > 0
}

/** Of several states of one row the last. Those in the open first: held against a seal by its time is the last of them. */
const lastOf = (states: readonly ReadState[]): ReadState | undefined =>
  kinds
    .flatMap((kind) => states.filter(({ state }) => state.kind === kind))
    .reduce<ReadState | undefined>((last, each) => (last && isNewer(last, each) ? last : each), undefined)

/** Whether both drafts say the same, in whatever order it was written down. */
function isSaidBy(standing: StandingRow, row: StoredRow): boolean {
  const [one, other] = [parseDraft(standing.row), parseDraft(row)]
  return one.ok && other.ok && isSameState(one.value, other.value)
}

async function readAll(cache: Cache, states: readonly KeptState[]): Promise<readonly ReadState[]> {
  const read: ReadState[] = []
  for (const state of states) {
    const row = await rowAt(cache, state)
    if (row) read.push({ state, row })
  }
  return read
}

/** It stays noted in this run also where there was no room to note it. */
async function lose(cache: Cache, { state }: ReadState): Promise<KeptState> {
  await noteLost(cache, state).catch(() => undefined)
  return { ...state, isLost: true }
}

/** Of a record that the database does not have at all the last state was lost; what was removed before is taken away. */
async function sortOutGone(cache: Cache, states: readonly KeptState[]): Promise<readonly KeptState[]> {
  const lost = states.filter(({ isLost }) => isLost)
  const read = await readAll(
    cache,
    states.filter(({ isLost }) => !isLost),
  )
  const last = lastOf(read)
  if (!last) return lost
  const isKept = !isRemoved(last.row)
  const found = isKept ? [...lost, await lose(cache, last)] : lost
  for (const each of read) if (!isKept || each !== last) await drop(cache, each.state)
  return found
}

/**
 * Whether what stands in the open is of a database that came back from before. A save counts the revision up, and so
 * does whatever is put over a record that stands; and what a lock is taken off stands as it was saved last behind it.
 */
function isAhead({ state: { kind, isLost }, row }: ReadState, standing: StandingRow): boolean {
  // Two sealed states tell no revision.
  if (standing.kind === 'locks' || isLost || isRemoved(row)) return false
  return kind === 'locks' ? savedAtOf(row) > savedAtOf(standing.row) : revisionOf(row) > revisionOf(standing.row)
}

/** Beside what stands there by now. What it says, too, was not lost. */
async function sortOutBeside(
  cache: Cache,
  states: readonly KeptState[],
  standing: StandingRow,
): Promise<readonly KeptState[]> {
  const others = await readAll(
    cache,
    states.filter(({ address }) => address !== standing.address),
  )
  const said = new Set(others.filter(({ row }) => isSaidBy(standing, row)).map(({ state }) => state))
  const ahead = lastOf(others.filter((each) => !said.has(each.state) && isAhead(each, standing)))
  const sorted: KeptState[] = []
  for (const state of states) {
    const isThis = state.address === standing.address
    if (state.isLost && isThis) await noteFound(cache, state)
    if (state === ahead?.state) sorted.push(await lose(cache, ahead))
    else sorted.push({ ...state, isLost: state.isLost && !isThis && !said.has(state) })
  }
  return sorted
}

/** Takes away what lies readable of a record that is locked, whatever else does not fit. */
async function closeLocked(cache: Cache, { kept, standing }: SortedOut): Promise<readonly KeptState[]> {
  const isOpenOfLocked = ({ id, kind }: KeptState): boolean => kind === 'drafts' && standing.get(id)?.kind === 'locks'
  for (const state of kept.filter(isOpenOfLocked)) await drop(cache, state)
  return kept.filter((state) => !isOpenOfLocked(state))
}

/**
 * Holds what is kept against what stands in the database, and notes what was lost: from then on nothing that comes in
 * under the same id takes its place, however far it is typed on.
 */
export async function sortOutKept(cache: Cache, database: CaibaoDatabase): Promise<SortedOut> {
  // In this order: what is kept is never ahead of what is read after it.
  const found = await allKept(cache)
  const standing = await standingIn(database)
  const open = await closeLocked(cache, { kept: found, standing })
  const kept: KeptState[] = []
  for (const id of new Set(open.map((state) => state.id))) {
    const states = open.filter((state) => state.id === id)
    const row = standing.get(id)
    kept.push(...(row ? await sortOutBeside(cache, states, row) : await sortOutGone(cache, states)))
  }
  return { kept, standing }
}
