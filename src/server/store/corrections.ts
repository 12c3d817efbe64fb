import type { Writer } from './database.ts'
import { appendToLog } from './append-to-log.ts'
import { recordInFile } from './correction-records.ts'
import { erasedDigests } from './erase.ts'
import { holdLog } from './log.ts'

/** A payload a unit corrected and countersigned. */
export interface NewCorrection {
  readonly orgId: string
  readonly digest: string
  readonly file: string
  readonly accountId: string
  readonly now: number
}

/** Keeps a corrected payload; the same once more is the same. Nothing when it was erased. */
export async function addCorrection(
  writer: Writer,
  { orgId, digest, file, accountId, now }: NewCorrection,
): Promise<number | undefined> {
  await holdLog(writer)
  const known = await writer
    .selectFrom('correction')
    .select('position')
    .where('org_id', '=', orgId)
    .where('digest', '=', digest)
    .executeTakeFirst()
  if (known) return known.position
  if ((await erasedDigests(writer, orgId, [digest])).size > 0) return undefined
  const [place] = await appendToLog(writer, [
    { at: now, kind: 'correction', orgId, facts: { account: accountId, digest } },
  ])
  const position = place?.position ?? 0
  await writer
    .insertInto('correction')
    .values({ position, org_id: orgId, digest, file, account_id: accountId, record_id: await recordInFile(file) })
    .execute()
  return position
}
