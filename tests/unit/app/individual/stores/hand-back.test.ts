import { describe, expect, test } from 'vitest'
import { useHandBackStore } from '#app/individual/stores/useHandBackStore.ts'
import { draftFrom } from '#app/platform/storage/draft-storage.ts'
import type { KeyLoss } from '#app/platform/storage/key-copies.ts'
import type { LostRecord } from '#app/platform/storage/lost-records.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'

const draft = { id: 'd', revision: 3, record: aPerson(), deletedAt: null }
const keyLoss = (): Promise<Result<KeyLoss | undefined>> => Promise.resolve(ok(undefined))
const copyOfDraft = { draftId: 'd', kind: 'file', revision: 3, at: 1 }

/** The page of a device with one draft that lies in a backup, and this outbox. */
async function handBack(listed: ReturnType<typeof anEntry>[] | undefined, ofKey = keyLoss) {
  let isErased = false
  const list = () => Promise.resolve(listed ? ok(listed) : fail('STORAGE_READ_FAILED', { reason: 'gone' }))
  const backup = {
    isForgetful: () => false,
    copies: () => Promise.resolve(ok([copyOfDraft])),
    lockedCopies: () => Promise.resolve(ok([])),
    keyLoss: ofKey,
  }
  const pinia = await pageStores({
    storage: { list: () => Promise.resolve(ok([{ kind: 'draft', draft }])) },
    backup: () => Promise.resolve(backup),
    exchange: () => Promise.resolve({ outbox: { list } }),
    eraseDevice: () => Promise.resolve(ok(void (isErased = true))),
  })
  const store = useHandBackStore(pinia)
  await store.load()
  return { store, isErased: () => isErased }
}

test('a submission that has not reached the unit, of a draft that is gone, is not erased without a word', async () => {
  const { store, isErased } = await handBack([anEntry({ draftId: 'purged', digest: 'b' })])
  expect(store.items?.map(({ id, kind, proof, name }) => [id, kind, proof, name])).toEqual([
    ['d', 'draft', 'file', aPerson().basic['name']],
    ['b', 'submission', 'none', '韦晓莉'],
  ])
  await store.erase()
  expect([store.isProven, isErased()]).toEqual([false, false])
  store.accept('b', true)
  await store.erase()
  expect(isErased()).toBe(true)
})

test('nothing is said of what the unit has, by receipt, by the word of the person or by returning it', async () => {
  const { store } = await handBack([
    anEntry({ draftId: 'purged', digest: 'b', state: { name: 'returned', slipId: 's', at: 2 } }),
    anEntry({ draftId: 'purged', digest: 'c', state: { name: 'delivered', receipt: { by: 'hand', at: 2 } } }),
  ])
  expect(store.items?.map(({ id, isWaiting }) => [id, isWaiting])).toEqual([['d', false]])
})

test('a draft whose copy is proven says that its submission will not be sent any more', async () => {
  const { store } = await handBack([anEntry()])
  expect(store.items?.map(({ id, proof, isWaiting }) => [id, proof, isWaiting])).toEqual([['d', 'file', true]])
  expect(store.isProven).toBe(true)
})

test('nothing is erased while the outbox cannot be read', async () => {
  const { store, isErased } = await handBack(undefined)
  await store.erase()
  expect([store.error?.code, isErased()]).toEqual(['STORAGE_READ_FAILED', false])
})

test.each([
  ['in no backup', ok<KeyLoss>('notInBackup'), 'notInBackup'],
  ['in a backup', ok(undefined), undefined],
  ['that no backup can carry', ok<KeyLoss>('cannotLeave'), 'cannotLeave'],
  ['that cannot be asked for', fail('STORAGE_READ_FAILED', { reason: 'gone' }), 'notInBackup'],
] as const)('a signing key %s is told of accordingly', async (_where, key, told) => {
  const { store } = await handBack([], () => Promise.resolve(key))
  expect([store.keyLoss, store.isProven]).toEqual([told, true])
})

describe('a locked record that was given up', () => {
  /** The page of a device with one locked record, of which no copy is known, given up as it stands. */
  async function givenUp() {
    let savedAt = 1
    let listed: ReturnType<typeof anEntry>[] = [anEntry({ draftId: 'l', digest: 'a' })]
    let isErased = false
    const none = () => Promise.resolve(ok([]))
    const pinia = await pageStores({
      storage: { list: () => Promise.resolve(ok([{ kind: 'locked', id: 'l', savedAt }])) },
      backup: () => Promise.resolve({ isForgetful: () => false, copies: none, lockedCopies: none, keyLoss }),
      exchange: () => Promise.resolve({ outbox: { list: () => Promise.resolve(ok(listed)) } }),
      eraseDevice: () => Promise.resolve(ok(void (isErased = true))),
    })
    const store = useHandBackStore(pinia)
    await store.load()
    store.accept('l', true)
    return {
      store,
      type: () => void (savedAt += 1),
      list: (entries: typeof listed) => void (listed = entries),
      isErased: () => isErased,
    }
  }

  test('is not erased once more was typed in it', async () => {
    const { store, type, isErased } = await givenUp()
    type()
    await store.erase()
    expect([store.isProven, isErased()]).toEqual([false, false])
    store.accept('l', true)
    await store.erase()
    expect(isErased()).toBe(true)
  })

  test('is not erased once it was handed in', async () => {
    const { store, list, isErased } = await givenUp()
    list([anEntry({ draftId: 'l', digest: 'a' }), anEntry({ draftId: 'l', digest: 'b', revision: 2 })])
    await store.erase()
    expect([store.isProven, isErased()]).toEqual([false, false])
  })

  test('is erased where only what was on its way has arrived meanwhile', async () => {
    const { store, list, isErased } = await givenUp()
    list([anEntry({ draftId: 'l', digest: 'a', state: { name: 'delivered', receipt: { by: 'hand', at: 2 } } })])
    await store.erase()
    expect(isErased()).toBe(true)
  })
})

describe('a record that lies in the second copies alone', () => {
  const row = { ...draftFrom({ id: 'gone', record: aPerson() }, 1) }
  const aLost = (address: string): LostRecord => ({
    kind: 'drafts',
    id: 'gone',
    row,
    address,
    isBeside: false,
    isWaiting: false,
  })

  /** The page of a device whose database was lost. */
  async function lost(read: () => Promise<readonly LostRecord[]>) {
    let isErased = false
    const none = () => Promise.resolve(ok([]))
    const pinia = await pageStores({
      storage: { list: none },
      backup: () => Promise.resolve({ isForgetful: () => false, copies: none, lockedCopies: none, keyLoss }),
      exchange: () => Promise.resolve({ outbox: { list: none } }),
      secondCopies: () => Promise.resolve({ lost: read }),
      eraseDevice: () => Promise.resolve(ok(void (isErased = true))),
    })
    const store = useHandBackStore(pinia)
    await store.load()
    return { store, isErased: () => isErased }
  }

  test('is named, and not erased before it was given up as it stands there', async () => {
    let address = '/first'
    const { store, isErased } = await lost(() => Promise.resolve([aLost(address)]))
    expect(store.items).toMatchObject([{ kind: 'draft', name: aPerson().basic['name'], proof: 'none', isLost: true }])
    await store.erase()
    expect([store.isProven, isErased()]).toEqual([false, false])
    store.accept('/first', true)
    address = '/another'
    await store.erase()
    expect(isErased()).toBe(false)
    store.accept('/another', true)
    await store.erase()
    expect(isErased()).toBe(true)
  })

  test('is listed, too, where it is sealed and waits behind what stands under its id', async () => {
    const { store } = await lost(() =>
      Promise.resolve([{ ...aLost('/sealed'), kind: 'locks', isBeside: true, isWaiting: true }]),
    )
    expect(store.items).toMatchObject([{ id: '/sealed', kind: 'locked', proof: 'none', isLost: true }])
  })

  test('is not erased unseen', async () => {
    const { store, isErased } = await lost(() => Promise.reject(new Error('gone')))
    await store.erase()
    expect([store.error?.code, isErased()]).toEqual(['STORAGE_READ_FAILED', false])
  })
})
