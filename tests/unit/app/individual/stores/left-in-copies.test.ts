import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useBackupStore } from '#app/individual/stores/useBackupStore.ts'
import { useHandBackStore } from '#app/individual/stores/useHandBackStore.ts'
import { useRestoreStore } from '#app/individual/stores/useRestoreStore.ts'
import type { RestoreChange } from '#app/platform/storage/backup-storage.ts'
import { takingLeftBehind } from '#app/platform/storage/left-behind.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { fail, ok } from '#core/errors/result.ts'
import { signBackup } from '#core/backup/write-backup.ts'
import { aBackupContent, aLineage } from '#tests/support/backups.ts'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { standInForLocalStorage } from '#tests/support/page-globals.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

/** A device whose page was left amid a change of the only draft, which a file holds as it was before. */
async function aDeviceLeftAmid() {
  const clock = tickingClock()
  const drafts = memoryDraftStorage(clock)
  let isFull = false
  const save = async (...given: Parameters<typeof drafts.save>) =>
    isFull ? fail('STORAGE_FULL', { reason: 'full' }) : drafts.save(...given)
  const storage = takingLeftBehind(Object.assign({}, drafts, { save }))
  const draft = must(await storage.create(aNewDraft('韦晓莉')))
  must(await storage.load(draft.id))
  storage.leave(draft.id, draft.revision, aDraftChange(draft, '韦晓丽'), false)
  const changes: RestoreChange[] = []
  let isErased = false
  const backup = {
    async collect() {
      const lineage = aLineage(must(await drafts.load(draft.id)))
      return ok(aBackupContent({ drafts: [lineage] }))
    },
    privateKey: () => Promise.resolve(null),
    copies: () => Promise.resolve(ok([{ draftId: draft.id, kind: 'file', revision: draft.revision, at: 1 }])),
    lockedCopies: () => Promise.resolve(ok([])),
    keyLoss: () => Promise.resolve(ok(undefined)),
    isForgetful: () => false,
    noteCopies: () => Promise.resolve(ok(undefined)),
    apply(change: RestoreChange) {
      changes.push(change)
      return Promise.resolve(ok(undefined))
    },
  }
  const key = ok(await aSigningKey())
  const pinia = await pageStores({
    storage,
    clock: { ...clock, today: () => '2026-11-28' },
    keys: { signingKey: () => Promise.resolve(key) },
    backup: () => Promise.resolve(backup),
    exchange: () => Promise.resolve({ outbox: { list: () => Promise.resolve(ok([])) } }),
    files: { save: () => Promise.resolve() },
    eraseDevice: () => Promise.resolve(ok(void (isErased = true))),
  })
  /** Another page of it is left, with more typed. */
  const leaveAgain = (name: string): void => storage.leave(draft.id, draft.revision, aDraftChange(draft, name), false)
  const fill = (): void => void (isFull = true)
  return { draft, changes, pinia, fill, leaveAgain, isErased: () => isErased }
}

describe('what a page was left amid', () => {
  beforeEach(() => void standInForLocalStorage())
  afterEach(() => void vi.unstubAllGlobals())

  test('is in what is copied', async () => {
    const { pinia } = await aDeviceLeftAmid()
    const store = useBackupStore(pinia)
    await store.make(undefined)
    expect(store.error).toBeUndefined()
    expect(store.made?.copied.drafts[0]?.draft.record.basic['name']).toBe('韦晓丽')
  })

  test('is not passed over when the computer is handed back', async () => {
    const { pinia } = await aDeviceLeftAmid()
    const store = useHandBackStore(pinia)
    await store.load()
    expect(store.items).toMatchObject([{ name: '韦晓丽', proof: 'none' }])
  })

  test('is what a restore finds here', async () => {
    const { draft, pinia, changes } = await aDeviceLeftAmid()
    const there = { ...draft, record: { ...draft.record, basic: { name: '韦小莉' } } }
    const file = await signBackup(aBackupContent({ drafts: [aLineage(there)] }), await aSigningKey())
    const store = useRestoreStore(pinia)
    await store.lookAt(file, 'a.bak')
    expect(store.plan[0]?.here?.draft.record.basic['name']).toBe('韦晓丽')
    store.decide(draft.id, { kind: 'take' })
    await store.restore()
    expect(changes[0]?.writes[0]).toMatchObject({ expectedRevision: 2, draft: { revision: 3 } })
  })

  describe('while the disk takes nothing', () => {
    test('no copy is made that lacks it', async () => {
      const { pinia, fill } = await aDeviceLeftAmid()
      fill()
      const store = useBackupStore(pinia)
      await store.make(undefined)
      expect([store.error?.code, store.made]).toEqual(['STORAGE_FULL', undefined])
    })

    test('nothing is restored over it', async () => {
      const { draft, pinia, fill } = await aDeviceLeftAmid()
      fill()
      const file = await signBackup(aBackupContent({ drafts: [aLineage(draft)] }), await aSigningKey())
      const store = useRestoreStore(pinia)
      await store.lookAt(file, 'a.bak')
      expect([store.error?.code, store.content]).toEqual(['STORAGE_FULL', undefined])
    })

    test('the copies of the record without it prove nothing, and giving it up is for the person to say', async () => {
      const { draft, pinia, fill, leaveAgain, isErased } = await aDeviceLeftAmid()
      fill()
      const store = useHandBackStore(pinia)
      await store.load()
      expect(store.items).toMatchObject([{ id: draft.id, name: '韦晓丽', proof: 'none' }])
      await store.erase()
      expect(isErased()).toBe(false)
      store.accept(draft.id, true)
      leaveAgain('韦晓莉莉')
      await store.erase()
      expect([store.isProven, isErased()]).toEqual([false, false])
      store.accept(draft.id, true)
      await store.erase()
      expect(isErased()).toBe(true)
    })
  })
})
