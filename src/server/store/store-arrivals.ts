import { type RawBuilder, sql } from 'kysely'
import type { Reader, Tables, Writer } from './database.ts'
import { givenRows, insertGiven, isPostgres, runTogether } from './given-rows.ts'
import { appendingAfter, holdLog, type LogFacts, type LogPlace } from './log.ts'
import { type Arrival, type Found, keyOfArrival, keyOfErased, lookUp } from './look-for-arrivals.ts'
import { type PersonPlace, placingPeople } from './people.ts'
import type { StoredSubmission, Taken } from './submissions.ts'

/** Files byte for byte: where the database can, all in one parameter, cut apart by their sizes. */
function insertFiles(
  db: Reader,
  files: readonly Tables['original'][],
  onlyIf?: RawBuilder<unknown>,
): readonly RawBuilder<unknown>[] {
  if (!isPostgres(db))
    return files.map(({ position, file }) => sql`insert into original (position, file) values (${position}, ${file})`)
  let first = 1
  const rows = files.map(({ position, file }) => {
    const row = { position, first, size: file.byteLength }
    first += file.byteLength
    return row
  })
  const bytes = Buffer.concat(files.map(({ file }) => file))
  return [
    sql`insert into original (position, file)
      select position, substring(${bytes}::bytea from first::int for size::int)
      from (${givenRows(db, rows, onlyIf)}) files`,
  ]
}

const rowOf = ({ checked, orgId, taskId, at }: Arrival, position: number): Tables['submission'] => ({
  position,
  digest: checked.digest,
  device: checked.device,
  org_id: orgId,
  task_id: taskId,
  record_id: checked.recordId,
  revision: checked.revision,
  previous: checked.previous,
  is_sealed: checked.isSealed ? 1 : 0,
  received_at: at,
  issues: checked.issues && JSON.stringify(checked.issues),
  state: 'received',
  state_at: at,
})

const placeOf = ({ checked: { recordId, digest, revision }, orgId }: Arrival): PersonPlace => ({
  orgId,
  recordId,
  digest,
  revision,
  state: 'received',
})

const logFactsOf = ({ checked, orgId, taskId, at }: Arrival): LogFacts => ({
  at,
  kind: 'submission',
  orgId,
  facts: { device: checked.device, digest: checked.digest, taskId },
})

type Seen = Pick<Found, 'known' | 'erased'>

const isErased = ({ checked: { digest }, orgId }: Arrival, { erased }: Seen): boolean =>
  erased.has(keyOfErased(orgId, digest))

/** Those of a group that lie nowhere yet and may, each once. */
export function freshOnes(arrivals: readonly Arrival[], seen: Seen): ReadonlyMap<string, Arrival> {
  const unknown = arrivals.filter((arrival) => !seen.known.has(keyOfArrival(arrival)) && !isErased(arrival, seen))
  return new Map(unknown.map((arrival) => [keyOfArrival(arrival), arrival]))
}

/** What writes the new ones of a group: everything in its place in the log, and the people. */
export interface Writing {
  readonly statements: readonly RawBuilder<unknown>[]
  readonly moveHead: RawBuilder<unknown>
  /** Where the log ends then. */
  readonly head: LogPlace
  /** Where each will stand. */
  readonly stored: ReadonlyMap<string, StoredSubmission>
}

/** How the new ones of a group are written. `onlyIf`: what must hold for anything to be written. */
export function writingOf(
  db: Reader,
  fresh: ReadonlyMap<string, Arrival>,
  { end: { head }, standing }: Pick<Found, 'end' | 'standing'>,
  onlyIf?: RawBuilder<unknown>,
): Writing {
  const ones = [...fresh.values()]
  const { places, insert, moveHead } = appendingAfter(db, head, ones.map(logFactsOf), onlyIf)
  const placed = ones.map((one, index) => ({ one, ...(places[index] ?? { position: 0, hash: '' }) }))
  const statements = [
    insert,
    insertGiven(
      db,
      'submission',
      placed.map(({ one, position }) => rowOf(one, position)),
      onlyIf,
    ),
    ...insertFiles(
      db,
      placed.map(({ one, position }) => ({ position, file: one.file })),
      onlyIf,
    ),
    ...placingPeople(db, ones.map(placeOf), standing, onlyIf),
  ]
  const stored = placed.map(({ one, position, hash }): [string, StoredSubmission] => {
    const { checked, orgId, taskId, at: receivedAt } = one
    const { digest, device } = checked
    return [
      keyOfArrival(one),
      { digest, device, orgId, taskId, receivedAt, position, head: hash, isKnown: false, isErased: false },
    ]
  })
  return { statements, moveHead, head: places.at(-1) ?? head, stored: new Map(stored) }
}

/** What each of a group is answered with, when the new ones are stored. */
export function factsOf(
  arrivals: readonly Arrival[],
  fresh: ReadonlyMap<string, Arrival>,
  seen: Seen,
): readonly Taken[] {
  return arrivals.map((arrival) => {
    const key = keyOfArrival(arrival)
    const found = seen.known.get(key)
    if (found?.isErased ?? isErased(arrival, seen)) return 'erased'
    if (!found) throw new Error('a file was neither known nor stored')
    // Twice in one group: the later one was known by then.
    return found.isKnown || fresh.get(key) === arrival ? found : { ...found, isKnown: true }
  })
}

/**
 * Stores a group of files in the transaction of `writer`. The same submission of the same device for the same unit
 * is stored once, however often it comes: the later ones get the facts of the first.
 */
export async function storeArrivals(writer: Writer, arrivals: readonly Arrival[]): Promise<readonly Taken[]> {
  await holdLog(writer)
  const found = await lookUp(writer, arrivals)
  const fresh = freshOnes(arrivals, found)
  if (fresh.size === 0) return factsOf(arrivals, fresh, found)
  const { statements, moveHead, stored } = writingOf(writer, fresh, found)
  await runTogether(writer, [...statements, moveHead])
  return factsOf(arrivals, fresh, { ...found, known: new Map([...found.known, ...stored]) })
}
