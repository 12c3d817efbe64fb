import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import { beginPackUpload, type PackUpload } from '#core/sync/pack-uploads.ts'
import type { Answered } from '#core/sync/wire-answer.ts'

/** A pack to be reported, from where and to whom. */
interface ReportedPack {
  readonly orgId: string
  readonly fromOrgId: string
  readonly digest: string
  readonly sizeBytes: number
}

/**
 * Begins an upload, or finds the one that was begun. A server older than this app refuses what it does not know: it is
 * asked as apps of its time did, and takes the pack as one of the account's own organisation (ADR 0220).
 */
export async function beginUpload(
  server: Pick<StaffServer, 'ask'>,
  { fromOrgId, ...pack }: ReportedPack,
): Promise<Answered<PackUpload>> {
  const begun = await server.ask(beginPackUpload, { body: { ...pack, fromOrgId } })
  const isUnknownThere =
    !begun.ok && begun.error.code === 'SERVER_REQUEST_BAD' && begun.error.params.where === 'body.fromOrgId'
  return isUnknownThere ? server.ask(beginPackUpload, { body: pack }) : begun
}
