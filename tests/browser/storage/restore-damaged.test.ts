import { expect, test } from 'vitest'
import { dexieBackupStorage } from '#app/platform/storage/backup-storage.ts'
import { openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { aBackupContent, aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { must, tickingClock } from '#tests/support/drafts.ts'

test('a backup brings back a draft that cannot be read any more, and leaves what lies there as it is', async () => {
  const database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
  const [backup, drafts] = [dexieBackupStorage(database, tickingClock()), dexieDraftStorage(database, tickingClock())]
  const draft = aBackupDraft()
  const damaged = { ...draft, record: 7, revision: 5 }
  await database.drafts.put(damaged)
  await database.revisions.put({ draftId: draft.id, revision: 6 })
  const content = aBackupContent({ drafts: [aLineage(draft)] })
  const writes = content.drafts.map((lineage) => ({ ...lineage, expectedRevision: undefined }))
  must(await backup.apply({ content, writes, takesKey: false }))
  expect(must(await drafts.load(draft.id))).toMatchObject({ record: draft.record, revision: 7 })
  const entries = must(await drafts.list())
  expect(entries).toHaveLength(2)
  const aside = entries.find((entry) => entry.kind === 'unreadable')
  expect(JSON.parse(aside?.raw ?? '')).toMatchObject({ unreadable: damaged })
  // And a backup that is made now takes no notice of it.
  expect(must(await backup.collect()).drafts.map((lineage) => lineage.draft.id)).toEqual([draft.id])
})
