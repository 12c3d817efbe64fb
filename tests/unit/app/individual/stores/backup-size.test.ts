import { expect, test } from 'vitest'
import { useBackupStore } from '#app/individual/stores/useBackupStore.ts'
import { ok } from '#core/errors/result.ts'
import { backupLimits } from '#core/backup/backup.ts'
import { inspectBackup, openBackup } from '#core/backup/read-backup.ts'
import { aBackupContent, aBackupDraft } from '#tests/support/backups.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

test('a backup of much history is made so that it opens, and says what is not in it', async () => {
  const { id: draftId } = aBackupDraft()
  const record = 'a'.repeat(2_000_000)
  const revisions = Array.from({ length: 27 }, (_, at) => ({ draftId, revision: at, at, reason: 'worked', record }))
  const backup = {
    collect: () => Promise.resolve(ok(aBackupContent({ revisions }))),
    privateKey: () => Promise.resolve(null),
    noteCopies: () => Promise.resolve(ok(undefined)),
  }
  const key = ok(await aSigningKey())
  const store = useBackupStore(
    await pageStores({
      backup: () => Promise.resolve(backup),
      storage: { list: () => Promise.resolve(ok([])) },
      keys: { signingKey: () => Promise.resolve(key) },
      clock: { now: () => 1, today: () => '2026-11-28' },
      files: { save: () => Promise.resolve() },
    }),
  )
  await store.make(undefined)
  const { text = '', leftOut } = store.made ?? {}
  expect(new Blob([text]).size).toBeLessThanOrEqual(backupLimits.sizeBytes)
  const file = await inspectBackup(text)
  if (!file.ok) throw new Error(file.error.code)
  const opened = await openBackup(file.value)
  expect(opened.ok && opened.value.drafts).toHaveLength(1)
  expect(opened.ok && opened.value.revisions.map(({ at }) => at)).toEqual(revisions.slice(2).map(({ at }) => at))
  expect(leftOut).toBe(2)
}, 180_000)
