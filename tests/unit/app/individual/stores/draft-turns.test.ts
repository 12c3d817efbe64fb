import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useDraftStore } from '#app/individual/stores/useDraftStore.ts'
import type { Draft, DraftError } from '#app/platform/storage/draft-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aNewDraft } from '#tests/support/drafts.ts'

type Loaded = Result<Draft, DraftError>

function aDraft(name: string): Draft {
  const times = { revision: 1, createdAt: 1, savedAt: 1, deletedAt: null, handedIn: null }
  return { ...aNewDraft(name), ...times, confirmations: [], declarations: {} }
}

/** The store of a page whose storage answers when it is told to. */
async function aPage() {
  const loads: ((draft: Draft) => void)[] = []
  const load = (): Promise<Loaded> => new Promise((resolve) => loads.push((draft) => resolve(ok(draft))))
  const stop = (): void => undefined
  const pinia = await pageStores({
    storage: { load, watch: () => stop, leave: stop },
    storageHealth: { trouble: () => undefined, watch: () => stop, onLetGo: () => stop },
    clock: { now: () => 1, today: () => '2026-11-27' },
  })
  /** Answers each load that is asked for or comes to be, until the page has done what it was about. */
  async function answerAll(draft: Draft, until: Promise<unknown>): Promise<void> {
    const answering = setInterval(() => loads.shift()?.(draft), 5)
    await until
    clearInterval(answering)
  }
  return { store: useDraftStore(pinia), answerAll, loads }
}

describe('the open draft', () => {
  beforeEach(() => {
    const target = { addEventListener: () => undefined, removeEventListener: () => undefined }
    vi.stubGlobal('addEventListener', target.addEventListener)
    vi.stubGlobal('removeEventListener', target.removeEventListener)
    vi.stubGlobal('document', { ...target, visibilityState: 'visible' })
  })
  afterEach(() => vi.unstubAllGlobals())

  test('is not one that the person left before it was loaded', async () => {
    const { store, answerAll } = await aPage()
    const draft = aDraft('韦晓莉')
    const opening = store.open(draft.id)
    await store.close()
    await answerAll(draft, opening)
    expect(store.draft).toBeUndefined()
    // Nor does it keep the pen: opened again, it can be written.
    const again = store.open(draft.id)
    await answerAll(draft, again)
    expect(store.draft?.record.basic['name']).toBe('韦晓莉')
    await expect.poll(() => store.role).toBe('writer')
    await store.close()
  })

  test('is the one that was asked for last, whichever is loaded last', async () => {
    const { store, answerAll, loads } = await aPage()
    const [one, other] = [aDraft('韦晓莉'), aDraft('黄大明')]
    const first = store.open(one.id)
    await expect.poll(() => loads.length).toBe(1)
    const answerFirst = loads.shift()
    const second = store.open(other.id)
    await expect.poll(() => loads.length).toBe(1)
    await answerAll(other, second)
    answerFirst?.(one)
    await answerAll(one, first)
    expect(store.draft?.record.basic['name']).toBe('黄大明')
    await store.close()
  })
})
