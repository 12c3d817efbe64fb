import { sql } from 'kysely'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { markOf } from '#core/sync/log-mark.ts'
import type { WaitingSlip } from '#core/sync/return-slips.ts'
import type { Reader, Writer } from './database.ts'
import { erasedDigests } from './erase.ts'
import { appendLog, holdLog } from './log.ts'
import { aroundBytes } from './page-size.ts'
import { movePerson } from './people.ts'

/** A slip whose signature holds, and where it belongs. */
interface NewSlip {
  readonly slipId: string
  readonly submissionDigest: string
  readonly recordId: string
  readonly device: string
  readonly orgId: string
  /** The organisation that sends it back; where the submission came to one below, not that one. */
  readonly returnedBy: string
  readonly file: string
  readonly at: number
}

/** Whether it is gone: by its digest, or, where somebody else holds that too, what this device sent. */
async function isErased(reader: Reader, { submissionDigest, recordId, device, orgId }: NewSlip): Promise<boolean> {
  if ((await erasedDigests(reader, orgId, [submissionDigest])).size > 0) return true
  const standing = reader
    .selectFrom('submission')
    .select('state')
    .where('digest', '=', submissionDigest)
    .where('record_id', '=', recordId)
    .where('device', '=', device)
    .where('org_id', '=', orgId)
  return (await standing.executeTakeFirst())?.state === 'erased'
}

/** Whether who sends a submission back has gone on with it since: a colleague took the return back, or passed it. */
async function isReturnOver(reader: Reader, { returnedBy, submissionDigest }: NewSlip): Promise<boolean> {
  const standing = await reader
    .selectFrom('review_case')
    .select('state')
    .where('top_digest', '=', submissionDigest)
    .where('org_id', '=', returnedBy)
    .execute()
  // Of a case that is on no server nothing contradicts the slip.
  return standing.length > 0 && standing.every(({ state }) => state !== 'returned')
}

/**
 * Keeps a return slip for the device that signed the submission, and marks that; the same slip again is the same.
 *
 * @returns Its place in the log; SUBMISSION_ERASED, or RETURN_OVER when the case stands returned no more.
 */
export async function storeSlip(writer: Writer, slip: NewSlip): Promise<Result<{ readonly position: number }>> {
  const { slipId, submissionDigest, recordId, device, orgId, file, at } = slip
  const head = await holdLog(writer)
  const known = writer.selectFrom('return_slip').select('position').where('slip_id', '=', slipId)
  const found = await known.executeTakeFirst()
  if (found) return ok(found)
  if (await isErased(writer, slip)) return fail('SUBMISSION_ERASED', {})
  if (await isReturnOver(writer, slip)) return fail('RETURN_OVER', {})
  const facts = { slipId, digest: submissionDigest }
  const [place] = await appendLog(writer, head, [{ at, kind: 'returned', orgId, facts }])
  const position = place?.position ?? 0
  await writer
    .insertInto('return_slip')
    .values({ position, slip_id: slipId, submission_digest: submissionDigest, device, org_id: orgId, at, file })
    .execute()
  await writer
    .updateTable('submission')
    .set({ state: 'returned', state_at: at })
    .where('digest', '=', submissionDigest)
    .where('device', '=', device)
    .where('org_id', '=', orgId)
    .execute()
  // Who has sent a newer one meanwhile stands where that one stands.
  await movePerson(writer, { orgId, recordId, digest: submissionDigest }, 'returned')
  return ok({ position })
}

/** Which slips one asks for. */
interface SlipQuery {
  readonly after: number
  readonly limit: number
  /** Bytes a page may hold; the first slip is on it however large it is. */
  readonly pageBytes: number
  /** Whether each comes with the mark of its place. */
  readonly isMarked: boolean
}

/** The places of a page, chosen by the sizes of the slips alone: a database tells them without reading the files. */
function placesOfPage(reader: Reader, device: string, { after, limit, pageBytes }: SlipQuery) {
  const measured = reader
    .selectFrom('return_slip')
    .select(['position', sql<number>`octet_length(file) + ${sql.lit(aroundBytes)}`.as('bytes')])
    .where('device', '=', device)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
  const summed = reader
    .selectFrom(measured.as('measured'))
    .select(['position', 'bytes', sql<number>`sum(bytes) over (order by position)`.as('bytes_so_far')])
  return reader
    .selectFrom(summed.as('summed'))
    .select('position')
    .where((eb) => eb.or([eb('bytes_so_far', '<=', pageBytes), eb('bytes_so_far', '=', eb.ref('bytes'))]))
}

/**
 * A page of slips for a device after a place in the log, oldest first. One statement, so that none that is erased amid it
 * leaves an empty page, which would be the end.
 */
export async function slipsOfDevice(reader: Reader, device: string, query: SlipQuery): Promise<readonly WaitingSlip[]> {
  const rows = await reader
    .selectFrom(placesOfPage(reader, device, query).as('page'))
    .innerJoin('return_slip', 'return_slip.position', 'page.position')
    .innerJoin('log_entry', 'log_entry.position', 'page.position')
    .selectAll('return_slip')
    .select('log_entry.hash')
    .orderBy('return_slip.position')
    .execute()
  return rows.map(({ position, hash, slip_id: slipId, submission_digest: submissionDigest, at, file }) => {
    const slip = { position, slipId, submissionDigest, at, file }
    return query.isMarked ? Object.assign(slip, { mark: markOf({ position, hash }) }) : slip
  })
}
