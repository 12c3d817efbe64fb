import { type RawBuilder, sql } from 'kysely'
import type { CheckedUpload } from '../intake/check-upload.ts'
import type { Reader } from './database.ts'
import { givenRows, isPostgres, joinToEach } from './given-rows.ts'
import type { LogPlace } from './log.ts'
import { personKey, type Standing } from './people.ts'
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

/** Names what is stored once: the same submission of the same device for the same unit. */
export const keyOfArrival = ({ checked, orgId }: Arrival): string => keyOf(checked.digest, checked.device, orgId)

/** Names what was erased: whichever device it comes from. */
export const keyOfErased = (orgId: string, digest: string): string => `${orgId} ${digest}`

/** Where the log ends, and the transaction that moved it there. */
export interface LogEnd {
  readonly head: LogPlace
  /** Another one as soon as anybody has held the log: then what was found may be true no more. */
  readonly version: string
}

/** A row of the look: one for each file, or more where several devices or units have it. */
export interface FoundRow extends Readonly<Record<keyof ReceiptRow, ReceiptRow[keyof ReceiptRow] | null>> {
  readonly person_org: string | null
  readonly person_record: string | null
  readonly person_digest: string | null
  readonly person_revision: number | null
  readonly person_state: string | null
  readonly erased_org: string | null
  readonly erased_digest: string | null
  readonly head_position: number
  readonly head_hash: string
  readonly head_version: string
}

/** What the database knows of these files and their people already, and where its log ends. */
export interface Found {
  readonly known: ReadonlyMap<string, StoredSubmission>
  /** Of these, what was erased: also before it ever came, when the unit had it by hand. */
  readonly erased: ReadonlySet<string>
  readonly standing: ReadonlyMap<string, Standing>
  readonly end: LogEnd
}

const isReceiptRow = (row: FoundRow): row is FoundRow & ReceiptRow => row.digest !== null

/** The transaction that wrote the row: every one that changes what is looked for here has held the log. */
export const headVersion = (db: Reader): RawBuilder<string> => (isPostgres(db) ? sql`xmin::text` : sql`''`)

/** Reads the files, their people and the end of the log in one look. */
export function look(db: Reader, arrivals: readonly Arrival[]): RawBuilder<FoundRow> {
  const given = arrivals.map(({ checked, orgId }) => ({
    digest: checked.digest,
    org_id: orgId,
    record_id: checked.recordId,
  }))
  // In this order: the given ones lead, whatever the database thinks of how many there are.
  return sql<FoundRow>`
    with g as materialized (${givenRows(db, given)}),
      h as materialized (select position, hash, ${headVersion(db)} as version from log_head where id = 1)
    select s.digest, s.device, s.org_id, s.task_id, s.received_at, s.position, s.state, l.hash,
      p.org_id as person_org, p.record_id as person_record, p.digest as person_digest,
      p.revision as person_revision, p.state as person_state,
      e.org_id as erased_org, e.digest as erased_digest,
      h.position as head_position, h.hash as head_hash, h.version as head_version
    from h cross join g
    ${joinToEach(db, 'submission', 's', sql`s.digest = g.digest`)}
    ${joinToEach(db, 'log_entry', 'l', sql`l.position = s.position`)}
    ${joinToEach(db, 'person', 'p', sql`p.org_id = g.org_id and p.record_id = g.record_id`)}
    ${joinToEach(db, 'erased', 'e', sql`e.org_id = g.org_id and e.digest = g.digest`)}`
}

/** What the rows of a look say. */
export function foundIn(rows: readonly FoundRow[]): Found {
  const known = rows
    .filter(isReceiptRow)
    .map((row) => [keyOf(row.digest, row.device, row.org_id), fromRow(row)] as const)
  const standing = rows.flatMap((row) => {
    const { person_org, person_record, person_digest: digest, person_revision: revision, person_state: state } = row
    if (person_org === null || person_record === null) return []
    if (digest === null || revision === null || state === null) return []
    return [[personKey(person_org, person_record), { digest, revision, state }] as const]
  })
  const erased = rows.flatMap(({ erased_org: org, erased_digest: digest }) =>
    org === null || digest === null ? [] : [keyOfErased(org, digest)],
  )
  const [first] = rows
  if (!first) throw new Error('the log has no end')
  const head = { position: first.head_position, hash: first.head_hash }
  const end = { head, version: first.head_version }
  return { known: new Map(known), erased: new Set(erased), standing: new Map(standing), end }
}

/** Looks now. */
export async function lookUp(db: Reader, arrivals: readonly Arrival[]): Promise<Found> {
  const { rows } = await look(db, arrivals).execute(db)
  return foundIn(rows)
}
