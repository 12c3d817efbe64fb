import { describe, expect, test, vi } from 'vitest'
import { useDraftListStore } from '#app/individual/stores/useDraftListStore.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { fail, ok } from '#core/errors/result.ts'
import { aNewDraft } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'

type List = Awaited<ReturnType<DraftStorage['list']>>

/** The list of a page whose storage answers when it is told to, in the order it is told. */
async function aList(more: Partial<DraftStorage> = {}) {
  const asked: ((names: readonly string[]) => void)[] = []
  const list = (): Promise<List> =>
    new Promise((resolve) => {
      const entryOf = (name: string) => {
        const times = { revision: 1, createdAt: 1, savedAt: 1, deletedAt: null, handedIn: null }
        return { kind: 'draft' as const, draft: { ...aNewDraft(name), ...times, confirmations: [], declarations: {} } }
      }
      asked.push((names) => resolve(ok(names.map(entryOf))))
    })
  const pinia = await pageStores({
    storage: { list, persistence: () => 'granted', ...more },
    storageHealth: { trouble: () => undefined },
  })
  const store = useDraftListStore(pinia)
  return { asked, store, names: () => store.drafts.map(({ name }) => name) }
}

describe('the list of drafts', () => {
  test('shows what was asked for last, whichever answer comes last', async () => {
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined, removeItem: () => undefined })
    const { asked, store, names } = await aList()
    const both = [store.refresh(), store.refresh()]
    asked[1]?.(['韦晓莉', '黄大明'])
    await both[1]
    expect(names()).toEqual(['韦晓莉', '黄大明'])
    asked[0]?.(['韦晓莉'])
    await both[0]
    expect(names()).toEqual(['韦晓莉', '黄大明'])
    vi.unstubAllGlobals()
  })

  test('tells why a draft could not be copied', async () => {
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined, removeItem: () => undefined })
    const full = fail('STORAGE_FULL', { reason: 'full' })
    const { asked, store } = await aList({ create: () => Promise.resolve(full) })
    const first = store.refresh()
    asked[0]?.(['韦晓莉'])
    await first
    const copied = store.duplicate(store.drafts[0]?.id ?? '')
    await expect.poll(() => asked.length).toBe(2)
    asked[1]?.(['韦晓莉'])
    expect(await copied).toBe(false)
    expect(store.error).toEqual(full.error)
    vi.unstubAllGlobals()
  })

  test('makes one record of two presses', async () => {
    const create = vi.fn<DraftStorage['create']>(async ({ id, record }) => {
      await Promise.resolve()
      const times = { revision: 1, createdAt: 1, savedAt: 1, deletedAt: null, handedIn: null }
      return ok({ id, record, confirmations: [], declarations: {}, ...times })
    })
    const { store } = await aList({ create })
    const made = await Promise.all([store.create(), store.create()])
    expect(made.filter((id) => id !== undefined)).toHaveLength(1)
    expect(create).toHaveBeenCalledTimes(1)
  })
})
