import { describe, expect, test } from 'vitest'
import { useImportStore } from '#app/individual/stores/useImportStore.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { ok } from '#core/errors/result.ts'
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

  test('goes on to the unit whose task it named; another record with its content does not', async () => {
    const { store, storage } = await aPage({ taskId: 'its task' })
    expect(must(await storage.load((await store.start()) ?? '')).declarations).toEqual({ task: 'its task' })
    await store.load('a'.repeat(64))
    expect(must(await storage.load((await store.start()) ?? '')).declarations).toEqual({})
  })
})
