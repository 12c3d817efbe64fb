import { afterEach, expect, test, vi } from 'vitest'
import { openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

afterEach(() => vi.restoreAllMocks())

test('a browser that refused to keep the data is known on the next visit, until it agrees', async () => {
  const isKept = vi.spyOn(navigator.storage, 'persisted').mockResolvedValue(false)
  vi.spyOn(navigator.storage, 'persist').mockResolvedValue(false)
  const name = `test-${crypto.randomUUID()}`
  const visit = () => dexieDraftStorage(openCaibaoDatabase(name), tickingClock())

  const first = visit()
  must(await first.list())
  expect(first.persistence()).toBe('unknown')
  must(await first.create(aNewDraft('韦')))
  await vi.waitFor(() => expect(first.persistence()).toBe('refused'), 10_000)

  await vi.waitFor(async () => {
    const next = visit()
    must(await next.list())
    expect(next.persistence()).toBe('refused')
  }, 10_000)

  isKept.mockResolvedValue(true)
  const last = visit()
  must(await last.list())
  expect(last.persistence()).toBe('granted')
})
