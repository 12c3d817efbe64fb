import type { CheckedUpload } from '../intake/check-upload.ts'
import type { Reader, Tables, Writer } from './database.ts'
import { insertMany } from './insert-many.ts'
import { appendLog, holdLog } from './log.ts'
import { type PersonPlace, placePeople } from './people.ts'

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

async function knownOnes(writer: Writer, arrivals: readonly Arrival[]): Promise<Map<string, StoredSubmission>> {
  const rows = await receiptFacts(writer)
    .where('submission.digest', 'in', padded(arrivals.map(({ checked }) => checked.digest)))
    .execute()
  return new Map(rows.map((row) => [keyOf(row.digest, row.device, row.org_id), fromRow(row)]))
}

// A list as long as a power of two, its last one repeated: few different statements.
function padded(digests: readonly string[]): readonly string[] {
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, digests.length)))
  return [...digests, ...Array.from({ length: size - digests.length }, () => digests.at(-1) ?? '')]
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

/**
 * Stores a group of files in the transaction of `writer`. The same submission of the same device for the same unit
 * is stored once, however often it comes: the later ones get the facts of the first.
 */
export async function storeArrivals(
  writer: Writer,
  arrivals: readonly Arrival[],
): Promise<readonly StoredSubmission[]> {
  const head = await holdLog(writer)
  const known = await knownOnes(writer, arrivals)
  const fresh = new Map(
    arrivals.filter((arrival) => !known.has(keyOfArrival(arrival))).map((arrival) => [keyOfArrival(arrival), arrival]),
  )
  const ones = [...fresh.values()]
  const places = await appendLog(
    writer,
    head,
    ones.map(({ checked, orgId, taskId, at }) => ({
      at,
      kind: 'submission',
      orgId,
      facts: { digest: checked.digest, device: checked.device, taskId },
    })),
  )
  await insertMany(
    writer,
    'submission',
    ones.map((one, index) => rowOf(one, places[index]?.position ?? 0)),
  )
  await insertMany(
    writer,
    'original',
    ones.map(({ file }, index) => ({ position: places[index]?.position ?? 0, file })),
  )
  await placePeople(writer, ones.map(placeOf))
  const stored = new Map(
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

/** Whose a submission is, when its organisation is at or below a path; the latest that came. */
export async function submissionInScope(
  reader: Reader,
  digest: string,
  path: string,
): Promise<{ readonly orgId: string; readonly device: string } | undefined> {
  const rows = await reader
    .selectFrom('submission')
    .innerJoin('org', 'org.id', 'submission.org_id')
    .select(['submission.org_id as orgId', 'submission.device', 'org.path'])
    .where('submission.digest', '=', digest)
    .orderBy('submission.position', 'desc')
    .execute()
  const found = rows.find((row) => row.path.startsWith(path))
  return found && { orgId: found.orgId, device: found.device }
}
