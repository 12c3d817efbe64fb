import { expect, test } from 'vitest'
import { useViewsStore } from '#app/management/stores/useViewsStore.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { SavedView } from '#core/review/people-view.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'

/** The views of a unit in whose store those of these names cannot be written. */
async function viewsUnless(refused: readonly string[]) {
  const rows = new Map<string, SavedView>()
  const openKept = () => ({
    list: () => Promise.resolve(ok([...rows.values()])),
    put(_kind: string, id: string, view: SavedView): Promise<Result<void>> {
      if (refused.includes(view.name)) return Promise.resolve(fail('STORAGE_FULL', { reason: view.name }))
      rows.set(id, view)
      return Promise.resolve(ok(undefined))
    },
  })
  return useViewsStore(await memoryUnit(memoryCases(), { desk: { openKept } }))
}

test('a view that could not be written is told of, however well another was', async () => {
  const refused: string[] = []
  const store = await viewsUnless(refused)
  for (const name of ['甲', '乙', '丙']) await store.save(name)
  expect(store.error).toBeUndefined()
  refused.push('乙')
  await store.move(store.views.find(({ name }) => name === '乙')?.id ?? '', -1)
  expect(store.error).toEqual({ code: 'STORAGE_FULL', params: { reason: '乙' } })
  expect(store.views.map(({ name }) => name)).toEqual(['甲', '乙', '丙'])
  refused.length = 0
  await store.move(store.views.find(({ name }) => name === '乙')?.id ?? '', -1)
  expect(store.error).toBeUndefined()
  expect(store.views.map(({ name }) => name)).toEqual(['乙', '甲', '丙'])
})
