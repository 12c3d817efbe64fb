import type { Reader } from './database.ts'

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

/** What became of a file that came: where it lies, or that the person's data was erased. */
export type Taken = StoredSubmission | 'erased'

// Where the unit still has to do with it: what was returned, reported or erased stays so.
const openStates: ReadonlySet<string> = new Set(['received', 'inReview', 'passed'])

const receiptFacts = (reader: Reader) =>
  reader
    .selectFrom('submission')
    .innerJoin('log_entry', 'log_entry.position', 'submission.position')
    .select(['submission.digest', 'submission.device', 'submission.org_id', 'submission.task_id'])
    .select(['submission.received_at', 'submission.position', 'log_entry.hash', 'submission.state'])

/** What the database knows of a submission for its receipt. */
export interface ReceiptRow {
  readonly digest: string
  readonly device: string
  readonly org_id: string
  readonly task_id: string
  readonly received_at: number
  readonly position: number
  readonly hash: string
  readonly state: string
}

/** A submission that lies here already. */
export const fromRow = (row: ReceiptRow): StoredSubmission => ({
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
