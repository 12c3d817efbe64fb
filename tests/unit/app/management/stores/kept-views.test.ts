import { describe, expect, test } from 'vitest'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useViewsStore } from '#app/management/stores/useViewsStore.ts'
import { fail } from '#core/errors/result.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { memoryKept } from '#tests/support/memory-kept.ts'

/** A tab of the browser that keeps this beside the cases. */
async function tabOf(storage: object) {
  const pinia = await memoryUnit(memoryCases(), { desk: { openKept: () => storage } })
  const store = useViewsStore(pinia)
  await store.load()
  const idOf = (name: string): string => store.views.find((view) => view.name === name)?.id ?? ''
  const list = useCaseListStore(pinia)
  return { store, idOf, list }
}

const names = (store: ReturnType<typeof useViewsStore>) => store.views.map(({ name }) => name)

test('views that could not be written are told of, and stay as they were', async () => {
  const { storage } = memoryKept()
  const { store, idOf } = await tabOf(storage)
  for (const name of ['甲', '乙', '丙']) await store.save(name)
  expect(store.error).toBeUndefined()
  const working = { ...storage }
  Object.assign(storage, { change: () => Promise.resolve(fail('STORAGE_FULL', { reason: '乙' })) })
  await store.move(idOf('乙'), -1)
  expect(store.error).toEqual({ code: 'STORAGE_FULL', params: { reason: '乙' } })
  expect(names(store)).toEqual(['甲', '乙', '丙'])
  Object.assign(storage, working)
  await store.move(idOf('乙'), -1)
  expect(store.error).toBeUndefined()
  expect(names(store)).toEqual(['乙', '甲', '丙'])
})

describe('of two tabs, one', () => {
  /** Two tabs that know 甲, 乙 and 丙, where the first has since removed 甲 and changed what 乙 lists. */
  async function twoTabs() {
    const { storage } = memoryKept()
    const first = await tabOf(storage)
    for (const name of ['甲', '乙', '丙']) await first.store.save(name)
    const second = await tabOf(storage)
    expect(names(second.store)).toEqual(['甲', '乙', '丙'])
    await first.store.remove(first.idOf('甲'))
    first.list.show({ text: '韦' })
    first.store.chosenId = first.idOf('乙')
    await first.store.update()
    return { first, second }
  }

  test('moves a view, and brings nothing back that the other removed or changed', async () => {
    const { second } = await twoTabs()
    await second.store.move(second.idOf('丙'), -1)
    expect(names(second.store)).toEqual(['丙', '乙'])
    expect(second.store.views[1]?.filter.text).toBe('韦')
  })

  test('renames a view, which lists what the other made it list', async () => {
    const { first, second } = await twoTabs()
    await second.store.rename(second.idOf('乙'), '丁')
    await first.store.load()
    expect(first.store.views.map(({ name, filter }) => [name, filter.text])).toEqual([
      ['丁', '韦'],
      ['丙', ''],
    ])
  })

  test('brings no view back by renaming or changing it, and removes one as it is now', async () => {
    const { second } = await twoTabs()
    const gone = second.idOf('甲')
    await second.store.rename(gone, '丁')
    second.store.chosenId = gone
    await second.store.update()
    expect(names(second.store)).toEqual(['乙', '丙'])
    expect((await second.store.remove(second.idOf('乙')))?.filter.text).toBe('韦')
  })
})
