import { type RawBuilder, sql } from 'kysely'
import type { CheckedUpload } from '../intake/check-upload.ts'
import type { Reader, Tables, Writer } from './database.ts'
import { givenRows, inParts, insertGiven, isPostgres, joinToEach, runTogether } from './given-rows.ts'
import { appendingAfter, holdLog, type LogFacts, type LogPlace } from './log.ts'
import { personKey, type PersonPlace, placingPeople, type Standing } from './people.ts'
import { fromRow, type ReceiptRow, type StoredSubmission } from './submissions.ts'

/** A checked file on its way to the disk. */
export interface Arrival {
  readonly checked: CheckedUpload
  readonly file: Uint8Array
  readonly orgId: string
  readonly taskId: string
  readonly at: number
}

const keyOf = (digest: string, device: string, orgId: string): string => `${digest} ${device} ${orgId}`
const keyOfArrival = ({ checked, orgId }: Arrival): string => keyOf(checked.digest, checked.device, orgId)

interface FoundRow extends Readonly<Record<keyof ReceiptRow, ReceiptRow[keyof ReceiptRow] | null>> {
  readonly person_org: string | null
  readonly person_record: string | null
  readonly person_digest: string | null
  readonly person_revision: number | null
  readonly person_state: string | null
  readonly head_position: number
  readonly head_hash: string
  readonly head_version: string
}

/** What the database knows of these files and their people already, and where its log ends, in one look. */
interface Found {
  readonly known: ReadonlyMap<string, StoredSubmission>
  readonly standing: ReadonlyMap<string, Standing>
  readonly head: LogPlace
  /** Another one as soon as anybody has held the log: then what was found may be true no more. */
  readonly version: string
}

const isReceiptRow = (row: FoundRow): row is FoundRow & ReceiptRow => row.digest !== null

// The transaction that wrote the row: every one that changes what is looked for here has held the log.
const headVersion = (db: Reader): RawBuilder<unknown> => (isPostgres(db) ? sql`xmin::text` : sql`''`)

async function lookUp(db: Reader, arrivals: readonly Arrival[]): Promise<Found> {
  const given = arrivals.map(({ checked, orgId }) => ({
    digest: checked.digest,
    org_id: orgId,
    record_id: checked.recordId,
  }))
  // In this order: the given ones lead, whatever the database thinks of how many there are.
  const { rows } = await sql<FoundRow>`
    with g as materialized (${givenRows(db, given)}),
      h as materialized (select position, hash, ${headVersion(db)} as version from log_head where id = 1)
    select s.digest, s.device, s.org_id, s.task_id, s.received_at, s.position, s.state, l.hash,
      p.org_id as person_org, p.record_id as person_record, p.digest as person_digest,
      p.revision as person_revision, p.state as person_state,
      h.position as head_position, h.hash as head_hash, h.version as head_version
    from h cross join g
    ${joinToEach(db, 'submission', 's', sql`s.digest = g.digest`)}
    ${joinToEach(db, 'log_entry', 'l', sql`l.position = s.position`)}
    ${joinToEach(db, 'person', 'p', sql`p.org_id = g.org_id and p.record_id = g.record_id`)}
  `.execute(db)
  const known = rows
    .filter(isReceiptRow)
    .map((row) => [keyOf(row.digest, row.device, row.org_id), fromRow(row)] as const)
  const standing = rows.flatMap((row) => {
    const { person_org, person_record, person_digest: digest, person_revision: revision, person_state: state } = row
    if (person_org === null || person_record === null) return []
    if (digest === null || revision === null || state === null) return []
    return [[personKey(person_org, person_record), { digest, revision, state }] as const]
  })
  const [first] = rows
  if (!first) throw new Error('the log has no end')
  return {
    known: new Map(known),
    standing: new Map(standing),
    head: { position: first.head_position, hash: first.head_hash },
    version: first.head_version,
  }
}

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

/** Those of a group that lie nowhere yet, each once. */
function freshOnes(arrivals: readonly Arrival[], { known }: Found): ReadonlyMap<string, Arrival> {
  const unknown = arrivals.filter((arrival) => !known.has(keyOfArrival(arrival)))
  return new Map(unknown.map((arrival) => [keyOfArrival(arrival), arrival]))
}

/** What writes the new ones of a group: everything in its place in the log, and the people. */
interface Writing {
  readonly statements: readonly RawBuilder<unknown>[]
  readonly moveHead: RawBuilder<unknown>
  /** Where each will stand. */
  readonly stored: ReadonlyMap<string, StoredSubmission>
}

function writingOf(
  db: Reader,
  fresh: ReadonlyMap<string, Arrival>,
  { head, standing }: Found,
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
  return { statements, moveHead, stored: new Map(stored) }
}

/** What each of a group is answered with, when the new ones are stored. */
function factsOf(
  arrivals: readonly Arrival[],
  fresh: ReadonlyMap<string, Arrival>,
  facts: ReadonlyMap<string, StoredSubmission>,
): readonly StoredSubmission[] {
  return arrivals.map((arrival) => {
    const key = keyOfArrival(arrival)
    const found = facts.get(key)
    if (!found) throw new Error('a file was neither known nor stored')
    // Twice in one group: the later one was known by then.
    return found.isKnown || fresh.get(key) === arrival ? found : { ...found, isKnown: true }
  })
}

/**
 * Stores a group of files in the transaction of `writer`. The same submission of the same device for the same unit
 * is stored once, however often it comes: the later ones get the facts of the first.
 */
export async function storeArrivals(
  writer: Writer,
  arrivals: readonly Arrival[],
): Promise<readonly StoredSubmission[]> {
  await holdLog(writer)
  const found = await lookUp(writer, arrivals)
  const fresh = freshOnes(arrivals, found)
  if (fresh.size === 0) return factsOf(arrivals, fresh, found.known)
  const { statements, moveHead, stored } = writingOf(writer, fresh, found)
  await runTogether(writer, [...statements, moveHead])
  return factsOf(arrivals, fresh, new Map([...found.known, ...stored]))
}

/**
 * The same on PostgreSQL without holding the log from the first look on: a look and one statement, which writes all or,
 * when anybody has held the log since the look, nothing. Then the answer is nothing, too.
 */
export async function storeArrivalsAtOnce(
  db: Reader,
  arrivals: readonly Arrival[],
): Promise<readonly StoredSubmission[] | undefined> {
  const found = await lookUp(db, arrivals)
  const fresh = freshOnes(arrivals, found)
  if (fresh.size === 0) return factsOf(arrivals, fresh, found.known)
  const { statements, moveHead, stored } = writingOf(db, fresh, found, sql`exists (select 1 from held)`)
  const { rows } = await sql`
    with held as (${moveHead} and ${headVersion(db)} = ${found.version} returning id), ${inParts(statements)}
    select id from held`.execute(db)
  return rows.length === 1 ? factsOf(arrivals, fresh, new Map([...found.known, ...stored])) : undefined
}
