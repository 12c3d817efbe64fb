import { afterEach, describe, expect, test, vi } from 'vitest'
import { usePrintStore } from '#app/individual/stores/usePrintStore.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { fail } from '#core/errors/result.ts'
import { must, tickingClock } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'
import { aPaper, stubPrinters } from '#tests/support/printers.ts'

const saved = vi.hoisted(() => vi.fn<(fileName: string) => string>())
vi.mock('#app/platform/files/file-door.ts', () => ({ saveBlob: saved }))

/** The page 打印 of a record whose storage answers when it is told to. */
async function aPage(record = aPerson()) {
  const drafts = memoryDraftStorage(tickingClock())
  const { id } = must(await drafts.create({ id: record.id, record }))
  const loaded = await drafts.load(id)
  const answers: ((answer: Awaited<ReturnType<DraftStorage['load']>>) => void)[] = []
  const load: DraftStorage['load'] = () => new Promise((resolve) => void answers.push(resolve))
  const pinia = await pageStores({ storage: { ...drafts, load } })
  // Rules are not asked for here.
  vi.spyOn(useSchemeStore(pinia), 'prepareRules').mockResolvedValue()
  const store = usePrintStore(pinia)
  return { store, id, answers, loaded }
}

afterEach(() => void vi.unstubAllGlobals())

describe('a record to be printed', () => {
  test('that comes after its page was left, or its lock closed, is not shown', async () => {
    const { store, id, answers, loaded } = await aPage()
    const opened = store.open(id)
    store.reset()
    answers[0]?.(loaded)
    await opened
    expect(store.draft).toBeUndefined()
    expect(store.proof).toBeUndefined()
    expect(store.isRunning).toBe(false)
  })

  test('that cannot be read leaves the next one alone', async () => {
    const { store, id, answers } = await aPage()
    const both = [store.open(id), store.open('next')]
    const missing = fail('DRAFT_MISSING', {})
    answers[1]?.(missing)
    await expect.poll(() => store.error).toEqual(missing.error)
    answers[0]?.(fail('DRAFT_LOCKED', {}))
    await both[0]
    expect(store.error).toEqual(missing.error)
  })
})

test('a form that was cancelled, or left, is neither shown nor does it end the making of the next', async () => {
  const opened = stubPrinters()
  const { store } = await aPage()
  const first = store.openBlank()
  store.cancel()
  await first
  expect(store).toMatchObject({ isRunning: false, printed: undefined, error: undefined })
  const second = store.make()
  const third = store.openBlank()
  await second
  expect(store.isRunning).toBe(true)
  opened[2]?.reply(aPaper())
  await third
  expect(store).toMatchObject({ isRunning: false, printed: { pageTotal: 1 } })
})

test.each([
  { name: '韦晓莉', file: '采集表_韦晓莉.pdf' },
  { name: '', file: '采集表_未命名.pdf' },
  { name: undefined, file: '采集表_未命名.pdf' },
])('a record named $name is saved as $file, never as the blank form', async ({ name, file }) => {
  const printers = stubPrinters()
  const { basic, ...others } = aPerson()
  const { name: _, ...unnamed } = basic
  const { store, id, answers, loaded } = await aPage({
    ...others,
    basic: name === undefined ? unnamed : { ...basic, name },
  })
  const opened = store.open(id)
  answers[0]?.(loaded)
  await expect.poll(() => printers.length).toBe(1)
  printers[0]?.reply(aPaper())
  await opened
  store.save()
  expect(saved.mock.lastCall?.[0]).toBe(file)
})
