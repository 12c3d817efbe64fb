import { describe, expect, test } from 'vitest'
import { useRescueStore } from '#app/individual/stores/useRescueStore.ts'
import type { Draft, DraftStorage, NewDraft } from '#app/platform/storage/draft-storage.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { writeRescue } from '#app/platform/storage/write-rescue.ts'
import { fail, ok } from '#core/errors/result.ts'
import { must, tickingClock } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'

const record = aPerson()
const handedIn = { revision: 2, digest: 'a'.repeat(64), draftRevision: 7 }

/** A page that read the rescue file of a draft, and the drafts it makes. */
async function aPage(draft: Draft, storage: DraftStorage) {
  const created: NewDraft[] = []
  const create: typeof storage.create = (fresh) => {
    created.push(fresh)
    return storage.create(fresh)
  }
  const store = useRescueStore(await pageStores({ storage: { ...storage, create } }))
  store.read(new TextEncoder().encode(writeRescue(draft).text))
  return { store, created }
}

test('what a rescue file holds is added as made of the record it was of: what is locked does not come to lie open', async () => {
  const drafts = memoryDraftStorage(tickingClock())
  const draft = must(await drafts.create({ id: record.id, record }))
  const { store, created } = await aPage(draft, drafts)
  const id = await store.add()
  expect(id).not.toBe(record.id)
  expect(created).toMatchObject([{ id, madeOf: record.id, record: { id, basic: record.basic } }])
  expect(store.rescue).toBeUndefined()
})

describe('what was handed in before', () => {
  const aDraft = async (): Promise<Draft> =>
    must(await memoryDraftStorage(tickingClock()).create({ id: record.id, record, handedIn }))

  test('goes on as the same record where nothing of it is left', async () => {
    const { store, created } = await aPage(await aDraft(), memoryDraftStorage(tickingClock()))
    expect(await store.add()).toBe(record.id)
    expect(created).toMatchObject([{ id: record.id, record, handedIn: { ...handedIn, draftRevision: 0 } }])
  })

  test('goes on after the newest that is known here', async () => {
    const newest = { draftId: record.id, revision: 3, digest: 'b'.repeat(64) }
    const other = { draftId: crypto.randomUUID(), revision: 9, digest: 'c'.repeat(64) }
    const listed = [newest, other].map((each) =>
      Object.assign(each, { fileName: '一份.rpu', text: '', createdAt: 1, personName: '' }),
    )
    const listSubmissions = () => Promise.resolve(ok(listed))
    const { store, created } = await aPage(await aDraft(), { ...memoryDraftStorage(tickingClock()), listSubmissions })
    await store.add()
    expect(created).toMatchObject([{ id: record.id, handedIn: { revision: 3, digest: newest.digest } }])
  })

  test('is a record of its own beside one that was removed', async () => {
    const drafts = memoryDraftStorage(tickingClock())
    const draft = must(await drafts.create({ id: record.id, record, handedIn }))
    await drafts.remove(draft.id)
    const { store, created } = await aPage(draft, drafts)
    expect(await store.add()).not.toBe(record.id)
    expect(created.map((fresh) => fresh.handedIn)).toEqual([undefined])
  })

  test.each(['DRAFT_LOCKED', 'DRAFT_UNREADABLE'] as const)('is one where what stands is %s', async (code) => {
    const drafts = memoryDraftStorage(tickingClock())
    const refused = code === 'DRAFT_LOCKED' ? fail(code, {}) : fail(code, { path: 'record' })
    const { store } = await aPage(await aDraft(), { ...drafts, load: () => Promise.resolve(refused) })
    expect(await store.add()).not.toBe(record.id)
  })
})
