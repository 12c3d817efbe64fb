import { type RawBuilder, sql } from 'kysely'
import type { CheckedUpload } from '../intake/check-upload.ts'
import type { Reader, Tables, Writer } from './database.ts'
import { givenRows, insertGiven, isPostgres, runTogether } from './given-rows.ts'
import { appendingAfter, holdLog, type LogPlace } from './log.ts'
import { personKey, type PersonPlace, placingPeople, type Standing } from './people.ts'

/** A checked file on its way to the disk. */
export interface Arrival {
  readonly checked: CheckedUpload
  readonly file: Uint8Array
  readonly orgId: string
  readonly taskId: string
  readonly at: number
}

/** Where a submission lies, and since when: what a receipt says. */
export interface StoredSubmission {
  readonly digest: string
  readonly device: string
  readonly orgId: string
  readonly taskId: string
  readonly receivedAt: number
  readonly position: number
  readonly head: string
  readonly isKnown: boolean
  /** It lay here until the person's data was erased. */
  readonly isErased: boolean
}

// Where the unit still has to do with it: what was returned, reported or erased stays so.
const openStates: ReadonlySet<string> = new Set(['received', 'inReview', 'passed'])

const keyOf = (digest: string, device: string, orgId: string): string => `${digest} ${device} ${orgId}`
const keyOfArrival = ({ checked, orgId }: Arrival): string => keyOf(checked.digest, checked.device, orgId)

const receiptFacts = (reader: Reader) =>
  reader
    .selectFrom('submission')
    .innerJoin('log_entry', 'log_entry.position', 'submission.position')
    .select(['submission.digest', 'submission.device', 'submission.org_id', 'submission.task_id'])
    .select(['submission.received_at', 'submission.position', 'log_entry.hash', 'submission.state'])

interface ReceiptRow {
  readonly digest: string
  readonly device: string
  readonly org_id: string
  readonly task_id: string
  readonly received_at: number
  readonly position: number
  readonly hash: string
  readonly state: string
}

const fromRow = (row: ReceiptRow): StoredSubmission => ({
  digest: row.digest,
  device: row.device,
  orgId: row.org_id,
  taskId: row.task_id,
  receivedAt: row.received_at,
  position: row.position,
  head: row.hash,
  isKnown: true,
  isErased: row.state === 'erased',
})

interface FoundRow extends Readonly<Record<keyof ReceiptRow, ReceiptRow[keyof ReceiptRow] | null>> {
  readonly person_org: string | null
  readonly person_record: string | null
  readonly person_digest: string | null
  readonly person_revision: number | null
  readonly person_state: string | null
}

/** What the database knows of these files and their people already, in one look. */
interface Found {
  readonly known: ReadonlyMap<string, StoredSubmission>
  readonly standing: ReadonlyMap<string, Standing>
}

const isReceiptRow = (row: FoundRow): row is FoundRow & ReceiptRow => row.digest !== null

async function lookUp(writer: Writer, arrivals: readonly Arrival[]): Promise<Found> {
  const given = arrivals.map(({ checked, orgId }) => ({
    digest: checked.digest,
    org_id: orgId,
    record_id: checked.recordId,
  }))
  // In this order: the given ones lead, whatever the database thinks of how many there are.
  const { rows } = await sql<FoundRow>`
    select s.digest, s.device, s.org_id, s.task_id, s.received_at, s.position, s.state, l.hash,
      p.org_id as person_org, p.record_id as person_record, p.digest as person_digest,
      p.revision as person_revision, p.state as person_state
    from (${givenRows(writer, given)}) g
    left join submission s on s.digest = g.digest
    left join log_entry l on l.position = s.position
    left join person p on p.org_id = g.org_id and p.record_id = g.record_id
  `.execute(writer)
  const known = rows
    .filter(isReceiptRow)
    .map((row) => [keyOf(row.digest, row.device, row.org_id), fromRow(row)] as const)
  const standing = rows.flatMap((row) => {
    const { person_org, person_record, person_digest: digest, person_revision: revision, person_state: state } = row
    if (person_org === null || person_record === null) return []
    if (digest === null || revision === null || state === null) return []
    return [[personKey(person_org, person_record), { digest, revision, state }] as const]
  })
  return { known: new Map(known), standing: new Map(standing) }
}

/** Files byte for byte: where the database can, all in one parameter, cut apart by their sizes. */
function insertFiles(writer: Writer, files: readonly Tables['original'][]): readonly RawBuilder<unknown>[] {
  if (!isPostgres(writer))
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
      select position, substring(${bytes}::bytea from first::int for size::int) from (${givenRows(writer, rows)}) files`,
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

/** Writes what is new, in one go with the log and the people; gives where each stands. */
async function writeFresh(
  writer: Writer,
  ones: readonly Arrival[],
  { head, standing }: { readonly head: LogPlace; readonly standing: Found['standing'] },
): Promise<ReadonlyMap<string, StoredSubmission>> {
  if (ones.length === 0) return new Map()
  const entries = ones.map(({ checked, orgId, taskId, at }) => ({
    at,
    kind: 'submission',
    orgId,
    facts: { digest: checked.digest, device: checked.device, taskId },
  }))
  const { places, statements } = appendingAfter(writer, head, entries)
  const positionOf = (index: number): number => places[index]?.position ?? 0
  const rows = ones.map((one, index) => rowOf(one, positionOf(index)))
  const files = ones.map(({ file }, index) => ({ position: positionOf(index), file }))
  await runTogether(writer, [
    ...statements,
    insertGiven(writer, 'submission', rows),
    ...insertFiles(writer, files),
    ...placingPeople(writer, ones.map(placeOf), standing),
  ])
  return new Map(
    ones.map((one, index): [string, StoredSubmission] => {
      const { position = 0, hash = '' } = places[index] ?? {}
      const { digest, device } = one.checked
      const { orgId, taskId, at } = one
      return [
        keyOfArrival(one),
        { digest, device, orgId, taskId, receivedAt: at, position, head: hash, isKnown: false, isErased: false },
      ]
    }),
  )
}

/**
 * Stores a group of files in the transaction of `writer`. The same submission of the same device for the same unit
 * is stored once, however often it comes: the later ones get the facts of the first.
 */
export async function storeArrivals(
  writer: Writer,
  arrivals: readonly Arrival[],
): Promise<readonly StoredSubmission[]> {
  const head = await holdLog(writer)
  const { known, standing } = await lookUp(writer, arrivals)
  const fresh = new Map(
    arrivals.filter((arrival) => !known.has(keyOfArrival(arrival))).map((arrival) => [keyOfArrival(arrival), arrival]),
  )
  const stored = await writeFresh(writer, [...fresh.values()], { head, standing })
  return arrivals.map((arrival) => {
    const key = keyOfArrival(arrival)
    const found = known.get(key) ?? stored.get(key)
    if (!found) throw new Error('a file was neither known nor stored')
    // Twice in one group: the later one was known by then.
    return fresh.get(key) === arrival || known.has(key) ? found : { ...found, isKnown: true }
  })
}

/** A submission as the device that sent it may see it. */
export interface OwnSubmission extends StoredSubmission {
  readonly state: string
  readonly stateAt: number
  /** What counts in its place, when the same record came anew, from this device or another. */
  readonly replacedBy: { readonly digest: string; readonly revision: number } | undefined
}

/** What a device sent, by its digest: to whichever unit, the latest first. */
export async function submissionOfDevice(
  reader: Reader,
  device: string,
  digest: string,
): Promise<OwnSubmission | undefined> {
  const row = await receiptFacts(reader)
    .leftJoin('person', (join) =>
      join
        .onRef('person.org_id', '=', 'submission.org_id')
        .onRef('person.record_id', '=', 'submission.record_id')
        .onRef('person.digest', '!=', 'submission.digest')
        .onRef('person.revision', '>=', 'submission.revision'),
    )
    .select(['submission.state_at', 'person.digest as newer_digest', 'person.revision as newer_revision'])
    .where('submission.digest', '=', digest)
    .where('submission.device', '=', device)
    .orderBy('submission.position', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const { newer_digest, newer_revision } = row
  const isReplaced = newer_digest !== null && newer_revision !== null && openStates.has(row.state)
  return {
    ...fromRow(row),
    state: isReplaced ? 'replaced' : row.state,
    stateAt: row.state_at,
    replacedBy: isReplaced ? { digest: newer_digest, revision: newer_revision } : undefined,
  }
}

/**
 * Whose a submission is, when its organisation is at or below a path; the latest that came. The record counts too: a
 * sealed file may claim the digest of somebody else's, but nobody else knows the id of their record.
 */
export async function submissionInScope(
  reader: Reader,
  { digest, recordId }: { readonly digest: string; readonly recordId: string },
  path: string,
): Promise<{ readonly orgId: string; readonly device: string } | undefined> {
  const rows = await reader
    .selectFrom('submission')
    .innerJoin('org', 'org.id', 'submission.org_id')
    .select(['submission.org_id as orgId', 'submission.device', 'org.path'])
    .where('submission.digest', '=', digest)
    .where('submission.record_id', '=', recordId)
    .orderBy('submission.position', 'desc')
    .execute()
  const found = rows.find((row) => row.path.startsWith(path))
  return found && { orgId: found.orgId, device: found.device }
}
