import { afterEach, expect, test, vi } from 'vitest'
import { purgeOldRemoved } from '#app/individual/stores/purge-old-removed.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { ok } from '#core/errors/result.ts'

const day = 24 * 3_600_000

afterEach(() => vi.unstubAllGlobals())

test('erases what was removed a month before the week before, and nothing because of a clock that leapt', async () => {
  const kept = new Map([['caibao.kept', '3']])
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
  const purge = vi.fn<DraftStorage['purge']>().mockResolvedValueOnce(ok(0)).mockResolvedValue(ok(1))
  const behind = vi.fn<DraftStorage['purge']>().mockResolvedValue(ok(0))
  const page = { storage: { purge }, locks: () => Promise.resolve({ purge: behind }) }
  const went: boolean[] = []
  for (const days of [100, 110, 3_760, 3_761, 3_791]) went.push(await purgeOldRemoved(page, days * day))
  expect(purge.mock.calls).toEqual([[70 * day], [3_730 * day]])
  expect(behind.mock.calls).toEqual(purge.mock.calls)
  expect(went).toEqual([false, false, false, false, true])
  // What is left is counted anew.
  expect(kept.has('caibao.kept')).toBe(false)
})
