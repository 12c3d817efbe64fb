import { defineStore } from 'pinia'
import { describe, expect, test } from 'vitest'
import { shallowRef } from 'vue'
import { useHistoryStore } from '#app/individual/stores/useHistoryStore.ts'
import { useLockStore } from '#app/individual/stores/useLockStore.ts'
import type { DraftRevision, RevisionStorage } from '#app/platform/storage/draft-revisions.ts'
import { fail, ok } from '#core/errors/result.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'

type Answer = Awaited<ReturnType<RevisionStorage['list']>>

const stateOf = (draftId: string): DraftRevision => ({
  draftId,
  revision: 1,
  at: 1,
  reason: 'opened',
  record: aPerson({ id: draftId }),
  confirmations: [],
  declarations: {},
})
const unread = fail('STORAGE_READ_FAILED', { reason: 'UnknownError' })

/** The history of a page that opens one draft after the other; each reading is answered when it is told to. */
async function aPage() {
  const answers = new Map<string, (answer: Answer) => void>()
  const list = (draftId: string): Promise<Answer> => new Promise((resolve) => void answers.set(draftId, resolve))
  const behind = new Set<string>()
  const locks = () => Promise.resolve({ load: async (id: string) => ({ ok: behind.has(id) }) })
  const pinia = await pageStores({ history: () => Promise.resolve({ list }), locks })
  const draft = shallowRef<{ readonly id: string }>()
  const record = shallowRef(aPerson())
  const declarations = shallowRef({})
  const taken: string[] = []
  const takeBack = (state: DraftRevision): Promise<boolean> => {
    taken.push(state.record.id)
    return Promise.resolve(true)
  }
  // In place of the draft that is open.
  defineStore('draft', () => ({ draft, record, declarations, takeBack }))(pinia)
  const store = useHistoryStore(pinia)
  const open = (id: string): void => {
    draft.value = { id }
  }
  async function load(id: string, answer: Answer): Promise<void> {
    const loading = store.load(id)
    await Promise.resolve()
    answers.get(id)?.(answer)
    await loading
  }
  const unlock = (id: string): void => {
    behind.add(id)
    useLockStore(pinia).isAnyOpen = true
  }
  return { store, open, load, unlock, taken, shown: () => store.listed?.map(({ revision }) => revision.draftId) }
}

describe('the earlier states of a draft', () => {
  test('are not shown under another, neither until its own are read nor when these cannot be read', async () => {
    const { open, load, shown, store } = await aPage()
    open('a')
    await load('a', ok([stateOf('a')]))
    expect(shown()).toEqual(['a'])
    open('b')
    expect(shown()).toBeUndefined()
    await load('b', unread)
    expect([shown(), store.error?.code]).toEqual([undefined, 'STORAGE_READ_FAILED'])
    open('c')
    expect(store.error).toBeUndefined()
    await load('c', ok([]))
    expect(shown()).toEqual([])
  })

  test('that are read too late are not shown', async () => {
    const { open, load, shown } = await aPage()
    open('b')
    await load('b', ok([stateOf('b')]))
    await load('a', ok([stateOf('a')]))
    expect(shown()).toEqual(['b'])
  })

  test('are none of a draft behind a passphrase, and never will be', async () => {
    const { open, load, unlock, shown, store } = await aPage()
    unlock('a')
    open('a')
    await load('a', ok([]))
    expect([shown(), store.isLocked]).toEqual([[], true])
    open('b')
    expect(store.isLocked).toBe(false)
    await load('b', ok([]))
    expect([shown(), store.isLocked]).toEqual([[], false])
  })

  test('do not get into another draft', async () => {
    const { open, store, taken } = await aPage()
    open('b')
    expect(await store.takeBack(stateOf('a'))).toBe(false)
    expect(taken).toEqual([])
  })
})
