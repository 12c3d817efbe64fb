import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type IncomingFile, useIncomingFilesStore } from '#app/individual/stores/useIncomingFilesStore.ts'
import { useSchemeUpdateStore } from '#app/individual/stores/useSchemeUpdateStore.ts'
import type { SchemeSource } from '#app/platform/scheme/scheme-source.ts'
import type { SchemeUpdates } from '#app/shared/platform.ts'
import { fail, ok } from '#core/errors/result.ts'
import type { SchemeBundle } from '#core/scheme/bundle.ts'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const publishedAt = '2026-11-24T00:00:00.000Z'
const notFetched = fail('SCHEME_UNAVAILABLE', { reason: 'offline' })

describe('what is offered of newer schemes', () => {
  let bundle: SchemeBundle
  let published: string
  let byHand: string
  beforeAll(async () => {
    bundle = (await loadScheme()).bundle
    const update = await anUpdate(bundle)
    const key = await aSigningKey()
    published = await publishScheme(update, { publisher: '服务器', publishedAt }, key)
    byHand = await publishScheme(update, { publisher: '当面给的', publishedAt }, key)
  })

  /** The page of the code tables, on a device that keeps what the server published. */
  async function aPage(missing: ReadonlySet<string> = new Set()) {
    const kept = Promise.withResolvers<{ readonly text: string }>()
    const { manifest, scheme, tables } = bundle
    const uninstall = vi.fn<SchemeUpdates['uninstall']>().mockResolvedValue(ok(undefined))
    const loadManifest = vi.fn<SchemeSource['loadManifest']>().mockImplementation(async () => ok(manifest))
    const pinia = await pageStores({
      scheme: {
        manifest,
        scheme,
        tableIds: ['award_grade', 'gender'].filter((id) => tables[id]),
        loadManifest,
        loadTable: async (id: string) => (missing.has(id) ? notFetched : ok(tables[id])),
      },
      schemeUpdates: async () => ({ published: { kept: () => kept.promise }, uninstall }),
    })
    const store = useSchemeUpdateStore(pinia)
    const hold = (file: IncomingFile): void => void (useIncomingFilesStore(pinia).held = file)
    const open = (text: string): Promise<void> => {
      hold({ kind: 'scheme', text, name: '更新.scheme' })
      return store.look()
    }
    return { store, open, hold, loadManifest, uninstall, answer: () => kept.resolve({ text: published }) }
  }

  test('a file that was refused stays told of, whatever the server published', async () => {
    const { store, open, answer } = await aPage()
    answer()
    await open('{}')
    expect(store.error).toBeDefined()
    const { error } = store
    await store.lookAtPublished()
    expect(store.error).toEqual(error)
    expect(store.offered).toBeUndefined()
  })

  test('a submission that was looked at keeps nothing from being offered', async () => {
    const { store, hold, answer } = await aPage()
    hold({ kind: 'submission', text: '{}', name: '张三.rpu' })
    answer()
    await store.lookAtPublished()
    expect(store.offered?.publisher).toBe('服务器')
  })

  test('a file that is opened goes before what the server published and is found meanwhile', async () => {
    const { store, open, answer } = await aPage()
    const looked = store.lookAtPublished()
    const opened = open(byHand)
    answer()
    await Promise.all([looked, opened])
    expect(store.offered?.publisher).toBe('当面给的')
  })

  test('a file that is opened while the other is read takes its place', async () => {
    const { store, open, answer, loadManifest } = await aPage()
    const slow = Promise.withResolvers<void>()
    loadManifest.mockImplementationOnce(async () => slow.promise.then(() => ok(bundle.manifest)))
    answer()
    const looked = store.lookAtPublished()
    await expect.poll(() => loadManifest.mock.calls.length, { timeout: 10_000 }).toBe(1)
    await open(byHand)
    slow.resolve()
    await looked
    expect(store.offered?.publisher).toBe('当面给的')
  })

  test('nothing is compared with tables that did not all come, and they are asked for again', async () => {
    const missing = new Set(['award_grade'])
    const { store, open } = await aPage(missing)
    await store.loadTables()
    expect(store.error).toEqual(notFetched.error)
    await open(byHand)
    expect(store.error).toEqual(notFetched.error)
    expect(store.offered).toBeUndefined()
    missing.clear()
    await open(byHand)
    expect(store.error).toBeUndefined()
    const { title } = bundle.tables['award_grade'] ?? {}
    expect(store.changes?.tables).toEqual([{ title, added: 1, removed: 0 }])
  })

  test('the installed one is gone back from when the database let it go, and not before', async () => {
    const { store, uninstall } = await aPage()
    uninstall.mockResolvedValueOnce(fail('STORAGE_FULL', { reason: 'QuotaExceededError' }))
    await store.uninstall()
    expect(store.error?.code).toBe('STORAGE_FULL')
    expect(store.isChanged).toBeUndefined()
    await store.uninstall()
    expect(store.error).toBeUndefined()
    expect(store.isChanged).toBe('undone')
  })

  test('what the server published is offered at the next visit', async () => {
    const { store, open, answer } = await aPage()
    answer()
    await open('{}')
    store.beginVisit()
    expect(store.error).toBeUndefined()
    await store.lookAtPublished()
    expect(store.offered?.publisher).toBe('服务器')
  })
})
