import { describe, expect, test } from 'vitest'
import { useImportStore } from '#app/individual/stores/useImportStore.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import type { DraftError, StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { must, tickingClock } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const earlier = { id: 'gx-zyjs', version: '2012.0', digest: 'a'.repeat(64) }
const history = { keepImported: () => Promise.resolve(ok(undefined)) }

/** A page that reads a submission, and where its draft comes to lie. */
async function aPage(
  changes: Parameters<typeof aSubmissionContent>[0] = {},
  kept: object = history,
  record = aPerson(),
) {
  const { text } = await signSubmission(aSubmissionContent(changes, record), await aSigningKey())
  const storage = memoryDraftStorage(tickingClock())
  const pinia = await pageStores({
    storage: { ...storage, getSubmission: () => Promise.resolve(ok({ text })) },
    history: () => Promise.resolve(kept),
  })
  const store = useImportStore(pinia)
  await store.load('a'.repeat(64))
  return { store, storage }
}

describe('a submission that is taken up again', () => {
  test('is a draft also where its first state cannot be kept', async () => {
    const none = { keepImported: () => Promise.reject(new DOMException('no database', 'InvalidStateError')) }
    const { store, storage } = await aPage({}, none)
    const { id } = aPerson()
    expect(await store.start()).toBe(id)
    expect(must(await storage.load(id)).record.basic['name']).toBe(aPerson().basic['name'])
  })

  test('of an earlier version says which values have no field any more, and begins without them', async () => {
    const record = aPerson({ basic: { ...aPerson().basic, salary: '3000' } })
    const { store, storage } = await aPage({ scheme: earlier }, history, record)
    expect(store.error).toBeUndefined()
    expect(store.givenUp).toEqual([{ path: 'basic.salary', value: '3000' }])
    const id = await store.start()
    expect(must(await storage.load(id ?? '')).record).toMatchObject(aPerson())
    expect(must(await storage.load(id ?? '')).record.basic['salary']).toBeUndefined()
  })

  /** A page that takes up the first of two submissions made here, whose draft is gone. */
  async function theFirstOfTwo(listSubmissions: () => Promise<Result<readonly StoredSubmission[], DraftError>>) {
    const { text, digest } = await signSubmission(aSubmissionContent({ revision: 1 }), await aSigningKey())
    const storage = memoryDraftStorage(tickingClock())
    const pinia = await pageStores({
      storage: { ...storage, getSubmission: () => Promise.resolve(ok({ text })), listSubmissions },
      history: () => Promise.resolve(history),
    })
    const store = useImportStore(pinia)
    await store.load(digest)
    return { store, storage }
  }

  const made = (draftId: string, revision: number): StoredSubmission => ({
    digest: String(revision).repeat(64),
    draftId,
    revision,
    fileName: 'f.rpu',
    text: '',
    createdAt: 1,
    personName: '韦晓莉',
  })

  test('comes after the last that was handed in here, whichever of them it is taken from', async () => {
    const { id } = aPerson()
    const { store, storage } = await theFirstOfTwo(async () => ok([made('another', 7), made(id, 2), made(id, 1)]))
    expect(store.kind).toBe('next')
    expect(await store.start()).toBe(id)
    expect(must(await storage.load(id)).handedIn).toEqual({ revision: 2, digest: '2'.repeat(64), draftRevision: 0 })
  })

  test('is no draft while it cannot be told what was handed in before', async () => {
    const { store, storage } = await theFirstOfTwo(async () => fail('STORAGE_READ_FAILED', { reason: 'gone' }))
    expect(await store.start()).toBeUndefined()
    expect(store.error?.code).toBe('STORAGE_READ_FAILED')
    expect((await storage.load(aPerson().id)).ok).toBe(false)
  })

  test('is one draft, however often its button is pressed', async () => {
    const { store, storage } = await aPage()
    store.kind = 'fresh'
    const [first, again] = await Promise.all([store.start(), store.start()])
    expect(first).toBeDefined()
    expect(again).toBeUndefined()
    expect(must(await storage.list())).toHaveLength(1)
  })

  test('goes on to the unit whose task it named; another record with its content does not', async () => {
    const { store, storage } = await aPage({ taskId: 'its task' })
    expect(must(await storage.load((await store.start()) ?? '')).declarations).toEqual({ task: 'its task' })
    await store.load('a'.repeat(64))
    expect(must(await storage.load((await store.start()) ?? '')).declarations).toEqual({})
  })
})
