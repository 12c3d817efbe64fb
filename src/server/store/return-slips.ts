import { markOf } from '#core/sync/log-mark.ts'
import type { WaitingSlip } from '#core/sync/return-slips.ts'
import type { Reader, Writer } from './database.ts'
import { erasedDigests } from './erase.ts'
import { appendLog, holdLog } from './log.ts'
import { movePerson } from './people.ts'

/** A slip whose signature holds, and where it belongs. */
export interface NewSlip {
  readonly slipId: string
  readonly submissionDigest: string
  readonly recordId: string
  readonly device: string
  readonly orgId: string
  readonly file: string
  readonly at: number
}

/**
 * Keeps a return slip for the device that signed the submission, and marks that; the same slip again is the same.
 * Nothing when the submission was erased.
 */
export async function storeSlip(writer: Writer, slip: NewSlip): Promise<{ readonly position: number } | undefined> {
  const { slipId, submissionDigest, recordId, device, orgId, file, at } = slip
  const head = await holdLog(writer)
  const known = writer.selectFrom('return_slip').select('position').where('slip_id', '=', slipId)
  const found = await known.executeTakeFirst()
  if (found) return found
  if ((await erasedDigests(writer, orgId, [submissionDigest])).size > 0) return undefined
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
  return { position }
}

/** Slips for a device after a place in the log, oldest first; each with the mark of its place when that is asked for. */
export async function slipsOfDevice(
  reader: Reader,
  device: string,
  { after, limit, isMarked }: { readonly after: number; readonly limit: number; readonly isMarked: boolean },
): Promise<readonly WaitingSlip[]> {
  const rows = await reader
    .selectFrom('return_slip')
    .innerJoin('log_entry', 'log_entry.position', 'return_slip.position')
    .selectAll('return_slip')
    .select('log_entry.hash')
    .where('return_slip.device', '=', device)
    .where('return_slip.position', '>', after)
    .orderBy('return_slip.position')
    .limit(limit)
    .execute()
  return rows.map(({ position, hash, slip_id: slipId, submission_digest: submissionDigest, at, file }) => {
    const slip = { position, slipId, submissionDigest, at, file }
    return isMarked ? Object.assign(slip, { mark: markOf({ position, hash }) }) : slip
  })
}
