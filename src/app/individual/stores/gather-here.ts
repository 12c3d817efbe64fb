import type { Platform } from '#app/shared/platform.ts'
import type { BackupContent } from '#core/backup/backup.ts'
import type { Result } from '#core/errors/result.ts'
import { bringBackLost } from './bring-back-lost.ts'
import { takeInLeft } from './take-in-left.ts'

/** Everything of the records in a file that lies beside the database is in it before the file is held against that. */
export async function gatherHere(
  { storage, secondCopies }: Pick<Platform, 'storage' | 'secondCopies'>,
  { drafts, locks }: Pick<BackupContent, 'drafts' | 'locks'>,
): Promise<Result<void>> {
  const ids = [...drafts.map(({ draft }) => draft.id), ...locks.map(({ id }) => String(id))]
  const found = await bringBackLost(secondCopies, ids)
  return found.ok ? takeInLeft(storage) : found
}
