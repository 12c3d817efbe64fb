import { expect, test } from 'vitest'
import { usePaperStore } from '#app/management/stores/usePaperStore.ts'
import { useRosterPrintsStore } from '#app/management/stores/useRosterPrintsStore.ts'
import { useRosterStore } from '#app/management/stores/useRosterStore.ts'
import { reportPage } from '#tests/support/report-page.ts'

test('a roster keeps the columns it was asked for with, whatever is chosen while its people are read', async () => {
  const { pinia } = await reportPage(['韦一', '韦二'])
  const store = useRosterStore(pinia)
  const asked = store.standingLook()
  const printed: { readonly roster: { readonly columns: readonly string[]; readonly order: string } }[] = []
  const remembered: unknown[] = []
  Object.assign(usePaperStore(pinia), {
    print(of: (typeof printed)[number], _name: string, done: () => void) {
      printed.push(of)
      done()
      return Promise.resolve()
    },
  })
  Object.assign(useRosterPrintsStore(pinia), { remember: (of: unknown) => void remembered.push(of) })
  const printing = store.print()
  store.remove(0)
  store.order = 'unit'
  store.paper = asked.paper === 'a3' ? 'a4' : 'a3'
  await printing
  expect(printed[0]?.roster.columns).toHaveLength(asked.columns.length)
  expect(printed[0]?.roster.order).toBe(asked.order)
  expect(remembered).toMatchObject([asked])
})
