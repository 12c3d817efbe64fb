import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useDraftStore } from '#app/individual/stores/useDraftStore.ts'
import { useHandInStore } from '#app/individual/stores/useHandInStore.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { TaskContent } from '#core/task/task.ts'
import { readSealedOutside } from '#core/submission/open-sealed.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { soundStorage, standInForPage } from '#tests/support/page-globals.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { anOpeningKey, aTaskContent } from '#tests/support/units.ts'

beforeEach(standInForPage)
afterEach(() => vi.unstubAllGlobals())

/** A page whose signing key comes when it is told to, with a draft of a task that asks for sealing. */
async function aPage(storage: DraftStorage = memoryDraftStorage(tickingClock()), asked: Partial<TaskContent> = {}) {
  const record = aSoundPerson()
  const { publicJwk: encryptionKey } = await anOpeningKey()
  const task = aTaskContent({ encryptionKey, ...asked })
  must(await storage.create({ id: record.id, record, declarations: { task: task.id } }))
  const other = must(await storage.create(aNewDraft('黄大明')))
  let giveKey: (key: Result<SigningKey>) => void = () => undefined
  const exchange = {
    tasks: { get: async (id: string) => ok(id === task.id ? { task: { content: task } } : undefined) },
    slips: { list: async () => ok([]) },
    outbox: { list: async () => ok([]) },
    server: { isHere: ({ server }: TaskContent) => server === 'https://caibao.example' },
    occasions: { askToWake: async () => undefined },
  }
  const pinia = await pageStores({
    storage,
    storageHealth: soundStorage,
    clock: { now: () => Date.parse('2026-11-28'), today: () => '2026-11-28' },
    keys: { signingKey: () => new Promise((resolve) => void (giveKey = resolve)) },
    exchange: async () => exchange,
    files: { save: async () => undefined },
  })
  useSchemeStore(pinia).engine = (await loadScheme()).engine
  const drafts = useDraftStore(pinia)
  await drafts.open(record.id)
  await expect.poll(() => drafts.role).toBe('writer')
  const giveKeyNow = async (): Promise<void> => giveKey(ok(await aSigningKey()))
  return { drafts, handIn: useHandInStore(pinia), storage, other, giveKeyNow }
}

test('what is signed goes to the unit of its own task, also when the person went on to another draft meanwhile', async () => {
  const { drafts, handIn, storage, other, giveKeyNow } = await aPage()
  expect(handIn.isReady).toBe(true)
  const generating = handIn.generate()
  await expect.poll(() => drafts.isHeld).toBe(true)
  await drafts.open(other.id)
  await giveKeyNow()
  await generating
  const [submission] = must(await storage.listSubmissions())
  expect(submission?.personName).toBe('韦晓莉')
  expect(readSealedOutside(submission?.sealedText ?? '')).toMatchObject({ ok: true })
})

test.each([
  ['by itself to the server that its task names', { server: 'https://caibao.example', token: 't' }, true],
  ['by hand where its task names none', {}, false],
  ['by hand where the page is of another', { server: 'https://other.example', token: 't' }, false],
  ['by hand where its task brings no token', { server: 'https://caibao.example' }, false],
])('what is signed goes %s', async (_way, asked, goesToServer) => {
  const { handIn, drafts, giveKeyNow } = await aPage(memoryDraftStorage(tickingClock()), asked)
  const generating = handIn.generate()
  await expect.poll(() => drafts.isHeld).toBe(true)
  await giveKeyNow()
  await generating
  expect(handIn.done).toBeDefined()
  expect(handIn.goesToServer).toBe(goesToServer)
})

test('what was stored though its answer was lost is followed by the next, not signed a second time', async () => {
  const memory = memoryDraftStorage(tickingClock())
  let isLost = true
  const { handIn, storage, giveKeyNow } = await aPage({
    ...memory,
    async addSubmission(...given) {
      const added = await memory.addSubmission(...given)
      return isLost ? fail('STORAGE_WRITE_FAILED', { reason: 'UnknownError' }) : added
    },
  })
  const generate = async (): Promise<void> => {
    const generating = handIn.generate()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await giveKeyNow()
    await generating
  }
  await generate()
  expect(handIn.error?.code).toBe('STORAGE_WRITE_FAILED')
  isLost = false
  await generate()
  expect(handIn.error).toBeUndefined()
  const all = must(await storage.listSubmissions())
  const [second, first] = all.toSorted((a, b) => b.revision - a.revision)
  expect([all.length, first?.revision, second?.revision]).toEqual([2, 1, 2])
  expect(must(await readSubmission(second?.text ?? '')).content.previous).toBe(first?.digest)
})
