import type { Platform } from '#app/shared/platform.ts'
import type { BackupContent } from '#core/backup/backup.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { takeInLeft } from './take-in-left.ts'

/** What goes into a backup now, and the key of this device. */
export interface CollectedBackup {
  readonly content: BackupContent
  readonly signingKey: SigningKey
  /** Earlier states of drafts for which there was no room. */
  readonly leftOut: number
}

/** Collects everything a backup carries, within what a reader takes; what he would not take is refused here. */
export async function collectBackup({
  storage: drafts,
  backup,
  keys,
  clock,
}: Pick<Platform, 'storage' | 'backup' | 'keys' | 'clock'>): Promise<Result<CollectedBackup>> {
  const storage = await backup()
  const taken = await takeInLeft(drafts)
  if (!taken.ok) return taken
  // A backup carries the key of later revisions: it exists from now on.
  const key = await keys.signingKey()
  if (!key.ok) return key
  const collected = await storage.collect()
  if (!collected.ok) return collected
  const createdAt = new Date(clock.now()).toISOString()
  const content = { ...collected.value, createdAt, key: await storage.privateKey() }
  const [{ checkWritable }, { fitBackup }] = await Promise.all([
    import('#core/backup/write-backup.ts'),
    import('#core/backup/fit-backup.ts'),
  ])
  const writable = checkWritable(content)
  if (!writable.ok) return writable
  const fitting = fitBackup(content)
  return fitting.ok ? ok({ ...fitting.value, signingKey: key.value }) : fitting
}
