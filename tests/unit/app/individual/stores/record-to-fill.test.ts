import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { recordToFill } from '#app/individual/stores/record-to-fill.ts'
import { useDraftListStore } from '#app/individual/stores/useDraftListStore.ts'
import type { DraftStorage, LockedEntry } from '#app/platform/storage/draft-storage.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { fail, ok } from '#core/errors/result.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { soundStorage, standInForLocalStorage } from '#tests/support/page-globals.ts'
import { pageStores } from '#tests/support/page-stores.ts'

const locked: LockedEntry = { kind: 'locked', id: 'behind a passphrase', savedAt: 1 }
const failure = fail('STORAGE_READ_FAILED', { reason: 'x' })

/** A device with an example, with records of these names, and with some that are locked. */
async function aDevice(
  names: readonly string[],
  more: Partial<DraftStorage> = {},
  behind: readonly LockedEntry[] = [],
) {
  const storage = memoryDraftStorage(tickingClock())
  for (const name of names) must(await storage.create(aNewDraft(name)))
  must(await storage.create({ ...aNewDraft('示例'), declarations: { demo: 'yes' } }))
  const list = async () => ok([...must(await storage.list()), ...behind])
  const pinia = await pageStores({ storage: { ...storage, list, ...more }, storageHealth: soundStorage })
  return useDraftListStore(pinia)
}

describe('the record to fill in', () => {
  beforeEach(() => void standInForLocalStorage())
  afterEach(() => vi.unstubAllGlobals())

  test('is the only one of the person', async () => {
    const list = await aDevice(['韦晓莉'])
    expect(await recordToFill(list)).toEqual({ kind: 'draft', id: list.drafts.find(({ isDemo }) => !isDemo)?.id })
  })

  test('is a new one where there is none but the example', async () => {
    const list = await aDevice([])
    const found = await recordToFill(list)
    await list.refresh()
    expect(found).toEqual({ kind: 'draft', id: list.drafts.find(({ isDemo }) => !isDemo)?.id })
    expect(list.drafts).toHaveLength(2)
  })

  test('is chosen among several by the person', async () => {
    expect(await recordToFill(await aDevice(['韦晓莉', '黄大明']))).toEqual({ kind: 'choice' })
  })

  test('is chosen by the person where it may be the one that is locked', async () => {
    expect(await recordToFill(await aDevice([], {}, [locked]))).toEqual({ kind: 'choice' })
    expect(await recordToFill(await aDevice(['韦晓莉'], {}, [locked]))).toEqual({ kind: 'choice' })
  })

  test('is none, and why is told, when the list or a new one fails', async () => {
    const unread = await aDevice(['韦晓莉'], { list: async () => failure })
    expect(await recordToFill(unread)).toBeUndefined()
    expect(unread.error).toEqual(failure.error)
    const full = await aDevice([], { create: async () => fail('STORAGE_FULL', { reason: 'x' }) })
    expect(await recordToFill(full)).toBeUndefined()
    expect(full.error?.code).toBe('STORAGE_FULL')
  })
})
