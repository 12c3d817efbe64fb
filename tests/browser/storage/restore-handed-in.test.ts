import { describe, expect, test } from 'vitest'
import { dexieBackupStorage } from '#app/platform/storage/backup-storage.ts'
import { openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import type { BackupDraft } from '#core/backup/backup.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

const noted = (revision: number, draftRevision: number): BackupDraft['handedIn'] => ({
  revision,
  digest: String(revision).repeat(64),
  draftRevision,
})

/** A device on which submissions of a draft lie that is gone, and a backup from when it was handed in once. */
async function aRestored(handedIn: BackupDraft['handedIn'], revisionsHere: readonly number[]) {
  const database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
  const [drafts, backup] = [dexieDraftStorage(database, tickingClock()), dexieBackupStorage(database, tickingClock())]
  const { id, ...made } = must(await drafts.create(aNewDraft('韦晓莉')))
  await database.drafts.clear()
  for (const revision of revisionsHere) {
    const named = { personName: '韦晓莉', fileName: `${revision}.rpu`, createdAt: revision, text: '{}' }
    await database.submissions.put({ ...named, draftId: id, revision, digest: String(revision).repeat(64) })
  }
  const write = { draft: { ...made, id, handedIn }, expectedRevision: undefined, ancestors: [] }
  const content = { ...must(await backup.collect()), createdAt: '2026-11-24T04:00:00.000Z', key: null }
  must(await backup.apply({ content, writes: [write], takesKey: false }))
  const restored = must(await drafts.load(id))
  database.close()
  return restored.handedIn
}

describe('a draft that comes back from a backup', () => {
  test('knows what was handed in of it here since', async () => {
    expect(await aRestored(noted(1, 1), [1, 2])).toEqual(noted(2, 0))
    expect(await aRestored(null, [1])).toEqual(noted(1, 0))
  })

  test('keeps what it knows where nothing newer lies here', async () => {
    expect(await aRestored(noted(2, 1), [1, 2])).toEqual(noted(2, 1))
    expect(await aRestored(null, [])).toBeNull()
  })
})
