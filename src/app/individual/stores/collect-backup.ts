import type { Platform } from '#app/shared/platform.ts'
import type { BackupContent } from '#core/backup/backup.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { SigningKey } from '#core/submission/submission.ts'

/** What goes into a backup now, and the key of this device. */
export interface CollectedBackup {
  readonly content: BackupContent
  readonly signingKey: SigningKey
}

/** Collects everything a backup carries; what a reader would not take is refused here. */
export async function collectBackup({
  backup,
  keys,
  clock,
}: Pick<Platform, 'backup' | 'keys' | 'clock'>): Promise<Result<CollectedBackup>> {
  const storage = await backup()
  // A backup carries the key of later revisions: it exists from now on.
  const key = await keys.signingKey()
  if (!key.ok) return key
  const collected = await storage.collect()
  if (!collected.ok) return collected
  const createdAt = new Date(clock.now()).toISOString()
  const content = { ...collected.value, createdAt, key: await storage.privateKey() }
  const { checkWritable } = await import('#core/backup/write-backup.ts')
  const writable = checkWritable(content)
  return writable.ok ? ok({ content, signingKey: key.value }) : writable
}
