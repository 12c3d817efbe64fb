import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { indexedDbKeys } from '#app/platform/keys/device-keys.ts'
import { type BackupStorage, dexieBackupStorage } from '#app/platform/storage/backup-storage.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

describe('a signing key', () => {
  let database: CaibaoDatabase
  let backup: BackupStorage
  beforeEach(async () => {
    database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
    backup = dexieBackupStorage(database, tickingClock())
    must(await dexieDraftStorage(database, tickingClock()).create(aNewDraft('韦晓莉')))
  })
  afterEach(() => database.delete())
  const makeKey = async () => must(await indexedDbKeys(database).signingKey())
  const collected = async () => must(await backup.collect())
  const isOnlyHere = async () => must(await backup.isKeyOnlyHere())

  test('is nowhere else before a backup that carries it was read back', async () => {
    expect(await isOnlyHere()).toBe(false)
    await makeKey()
    const content = await collected()
    must(await backup.noteCopies({ ...content, holdsKey: true }, 'made'))
    must(await backup.noteCopies({ ...content, holdsKey: false }, 'file'))
    // As earlier versions noted it.
    must(await backup.noteCopies(content, 'file'))
    expect(await isOnlyHere()).toBe(true)
    must(await backup.noteCopies({ ...content, holdsKey: true }, 'file'))
    must(await backup.noteCopies(content, 'file'))
    expect(await isOnlyHere()).toBe(false)
  })

  test('is in the folder as long as its last copy carries it', async () => {
    await makeKey()
    await database.locks.put({ id: 'locked', savedAt: 1, draft: { iv: 'first', sealed: 'bytes' } })
    const content = { ...(await collected()), drafts: [] }
    must(await backup.noteCopies({ ...content, holdsKey: true }, 'folder'))
    expect(await isOnlyHere()).toBe(false)
    must(await backup.noteCopies({ ...content, holdsKey: false }, 'folder'))
    expect(await isOnlyHere()).toBe(true)
  })
})
