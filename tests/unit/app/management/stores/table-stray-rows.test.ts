import { describe, expect, test } from 'vitest'
import type { CellProblem } from '#core/spreadsheet/import-people.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { tablesPage } from '#tests/support/tables-page.ts'

const one = anotherPerson('韦一', 1)
const row = (reason: CellProblem['reason']): CellProblem => ({
  sheet: '学历学位情况',
  row: 3,
  column: 'B',
  title: '身份证号',
  value: '450000000000000000',
  reason,
  choices: [],
})

describe('a table with a row that names nobody', () => {
  test('tells it apart from what keeps people back, and imports nobody before somebody agreed to leave it out', async () => {
    const { read, store, list } = await tablesPage()
    await read([one], [row('nobody'), row('stray')])
    expect(store.preview).toMatchObject({ problems: [row('nobody')], strays: [row('stray')] })
    await store.take()
    expect(store.outcome).toBeUndefined()
    expect(store.preview).toBeDefined()
    expect(list.rows).toHaveLength(0)
    store.isLeavingStrays = true
    await store.take()
    expect(store.outcome).toMatchObject({ fresh: 1 })
    expect(list.rows).toHaveLength(1)
  })

  test('asks again when a table is chosen again', async () => {
    const { read, store } = await tablesPage()
    await read([one], [row('stray')])
    store.isLeavingStrays = true
    await read([one], [row('stray')])
    expect(store.isLeavingStrays).toBe(false)
    expect(store.mayTake).toBe(false)
  })

  test('where all rows are of somebody nothing is asked', async () => {
    const { read, store } = await tablesPage()
    await read([one], [row('nobody')])
    expect(store.mayTake).toBe(true)
  })
})
