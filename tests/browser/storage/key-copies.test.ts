import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { indexedDbKeys } from '#app/platform/keys/device-keys.ts'
import { type BackupStorage, dexieBackupStorage, type NotedCopy } from '#app/platform/storage/backup-storage.ts'
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
  /** A new key of this device in place of the one it has, by its x. */
  async function makeKey(): Promise<string> {
    await database.keys.clear()
    return must(await indexedDbKeys(database).signingKey()).publicJwk.x
  }
  const collected = async () => must(await backup.collect())
  const note = async (kind: NotedCopy, heldKey?: string) =>
    must(await backup.noteCopies({ ...(await collected()), heldKey }, kind))
  const lossOf = async () => must(await backup.keyLoss())

  test('is nowhere else before a backup that carries it was read back', async () => {
    expect(await lossOf()).toBeUndefined()
    const key = await makeKey()
    await note('made', key)
    await note('file')
    expect(await lossOf()).toBe('notInBackup')
    await note('file', key)
    await note('file')
    expect(await lossOf()).toBeUndefined()
  })

  test('is in the folder as long as its last copy carries it', async () => {
    const key = await makeKey()
    await note('folder', key)
    expect(await lossOf()).toBeUndefined()
    await note('folder')
    expect(await lossOf()).toBe('notInBackup')
  })

  test('that took the place of another was in no backup of before', async () => {
    const former = await makeKey()
    await note('file', former)
    await note('folder', former)
    const key = await makeKey()
    expect(await lossOf()).toBe('notInBackup')
    await note('file', key)
    expect(await lossOf()).toBeUndefined()
    expect(await database.copies.filter(({ x }) => x !== undefined).count()).toBe(3)
    await note('file', key)
    expect(await database.copies.filter(({ x }) => x !== undefined).count()).toBe(3)
  })

  test.each(['file', 'folder'] as const)('stays noted in a %s when a record goes', async (kind) => {
    const key = await makeKey()
    await note(kind, key)
    await database.drafts.clear()
    const content = { ...(await collected()), createdAt: '', key: null }
    must(await backup.apply({ content, writes: [], takesKey: false }))
    expect(await database.copies.filter(({ draftId }) => draftId !== undefined).count()).toBe(0)
    expect(await lossOf()).toBeUndefined()
  })

  test.each(['file', 'folder'] as const)('is noted in a %s where no record is left, and as no record', async (kind) => {
    const key = await makeKey()
    await database.drafts.clear()
    await note(kind, key)
    expect(await lossOf()).toBeUndefined()
    expect([must(await backup.copies()), must(await backup.lockedCopies())]).toEqual([[], []])
  })

  test('of the first version, which no backup can carry, is lost with the device', async () => {
    const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
    await database.keys.put({ id: 'device', ...(await crypto.subtle.generateKey(curve, false, ['sign', 'verify'])) })
    await note('file')
    expect(await lossOf()).toBe('cannotLeave')
  })
})
