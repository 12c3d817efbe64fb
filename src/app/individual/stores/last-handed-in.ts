import type { DraftStorage, HandedIn } from '#app/platform/storage/draft-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'

/**
 * What the next submission of a record comes after: the newest that is known here, also where an earlier one is taken
 * up. Two of the same revision would both reach the unit, and neither would name the other (M02).
 */
export async function lastHandedIn(
  { listSubmissions }: Pick<DraftStorage, 'listSubmissions'>,
  recordId: string,
  takenUp: Pick<HandedIn, 'revision' | 'digest'>,
): Promise<Result<HandedIn>> {
  const made = await listSubmissions()
  if (!made.ok) return made
  const { revision, digest } = made.value
    .filter(({ draftId }) => draftId === recordId)
    .reduce((newest, each) => (each.revision > newest.revision ? each : newest), takenUp)
  return ok({ revision, digest, draftRevision: 0 })
}
