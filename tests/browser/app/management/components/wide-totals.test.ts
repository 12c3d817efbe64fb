import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { type App, createApp } from 'vue'
import TotalsTable from '#app/management/components/totals/TotalsTable.vue'

vi.mock('#app/management/components/totals/TotalsNumber.vue', () => ({ default: { render: () => undefined } }))

let app: App | undefined
const place = document.body.appendChild(document.createElement('div'))
afterEach(() => app?.unmount())

/** Units by the levels of their titles; one number stands out where it is not shown. */
function aCross(rows: number, columns: number) {
  const counted = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ value: String(at), label: String(at), people: 1 }))
  return {
    people: rows,
    rowTitle: '单位',
    columnTitle: '职称等级',
    rows: counted(rows).map(({ value, label, people }, at) => ({
      value,
      label,
      people,
      cells: Array.from({ length: columns }, (_, across) => (at === rows - 1 || across === columns - 1 ? 1000 : 10)),
    })),
    columns: counted(columns),
  }
}

test('a cross of very many cells is shown, and shaded by the numbers in sight', () => {
  const failed: unknown[] = []
  app = createApp(TotalsTable, { table: aCross(1500, 84), shown: 'people' }).use(createPinia())
  app.config.errorHandler = (error) => void failed.push(error)
  app.mount(place)
  expect(failed).toEqual([])
  expect(place.querySelectorAll('tbody tr')).toHaveLength(200)
  expect(place.querySelector<HTMLElement>('tbody .heat')?.style.getPropertyValue('--heat')).toBe('0.400')
})
