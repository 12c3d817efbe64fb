import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useMirrorStore } from '#app/individual/stores/useMirrorStore.ts'
import type { CopiedContent } from '#app/platform/storage/backup-storage.ts'
import { ok } from '#core/errors/result.ts'
import { aBackupContent, aBackupDraft } from '#tests/support/backups.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const nothing = () => Promise.resolve(ok([]))

/** A page with a folder that takes its time, and a draft that is changed meanwhile. */
async function aPage() {
  let draft = aBackupDraft()
  const copies: object[] = []
  const writing: (() => void)[] = []
  const backup = {
    collect: () => Promise.resolve(ok(aBackupContent({ drafts: [{ draft, ancestors: [] }] }))),
    privateKey: () => Promise.resolve(null),
    copies: () => Promise.resolve(ok([...copies])),
    lockedCopies: nothing,
    isForgetful: () => false,
    noteCopies({ drafts }: CopiedContent) {
      for (const {
        draft: { id, revision },
      } of drafts)
        copies.push({ draftId: id, kind: 'folder', revision, at: 1 })
      return Promise.resolve(ok(undefined))
    },
  }
  const folder = {
    choose: (key: CryptoKey | null) => Promise.resolve(ok({ handle: { name: 'U盘' }, fileName: 'a.bak', key })),
    write: () => new Promise((resolve) => void writing.push(() => resolve(ok(undefined)))),
  }
  const key = ok(await aSigningKey())
  const pinia = await pageStores({
    backup: () => Promise.resolve(backup),
    mirror: () => Promise.resolve(folder),
    exchange: () => Promise.resolve({ outbox: { list: nothing } }),
    keys: { signingKey: () => Promise.resolve(key) },
    clock: { now: () => 1, today: () => '2026-11-24' },
    storage: { list: () => Promise.resolve(ok([{ kind: 'draft', draft }])) },
  })
  return {
    store: useMirrorStore(pinia),
    change: (): void => {
      draft = { ...draft, revision: draft.revision + 1 }
    },
    /** Waits until so many copies were begun. */
    begun: (count: number) => vi.waitFor(() => expect(writing).toHaveLength(count), 10_000),
    finish: () => writing.at(-1)?.(),
    inFolder: () => copies.map((copy) => Reflect.get(copy, 'revision')),
  }
}

describe('copies into the folder', () => {
  beforeEach(() => {
    vi.stubGlobal('navigator', { locks: { request: (_: string, work: () => Promise<void>) => work() } })
  })
  afterEach(() => void vi.unstubAllGlobals())

  test('one that falls due while another is written is written after it', async () => {
    const { store, change, begun, finish, inFolder } = await aPage()
    const chosen = store.choose(undefined)
    await begun(1)
    change()
    await Promise.all([store.write(), store.write()])
    finish()
    await begun(2)
    finish()
    await chosen
    expect(inFolder()).toEqual([3, 4])
  })

  test('none is written again when nothing changed since, unless it was asked for', async () => {
    const { store, begun, finish, inFolder } = await aPage()
    const chosen = store.choose(undefined)
    await begun(1)
    await store.write()
    finish()
    await chosen
    expect(inFolder()).toEqual([3])
    const again = store.write({ isAsked: true })
    await begun(2)
    await store.choose(undefined)
    await store.write()
    finish()
    await begun(3)
    finish()
    await again
    expect(inFolder()).toEqual([3, 3, 3])
  })

  test('one that breaks off before the folder says so, and the next is written', async () => {
    const { store, begun, finish, inFolder } = await aPage()
    const chosen = store.choose(undefined)
    await begun(1)
    finish()
    await chosen
    vi.stubGlobal('navigator', {
      locks: { request: () => Promise.reject(new DOMException('refused', 'SecurityError')) },
    })
    await store.write({ isAsked: true })
    expect([store.error?.code, store.isRunning]).toEqual(['STORAGE_UNAVAILABLE', false])
    vi.stubGlobal('navigator', { locks: { request: (_: string, work: () => Promise<void>) => work() } })
    const again = store.write({ isAsked: true })
    await begun(2)
    finish()
    await again
    expect([store.error, inFolder()]).toEqual([undefined, [3, 3]])
  })
})
