import { describe, expect, test } from 'vitest'
import { paceOf, slowings } from '#tests/bench/web/slow-device.ts'

describe('what a budget is held against', () => {
  test('is the only figure on a machine like that of the budgets', () => {
    expect(slowings(4, paceOf(13))).toEqual([{ cpu: 4, isOfBudget: true }])
  })

  test('is the figure at the pace of that machine on a slower one, however slow', () => {
    expect(slowings(6, paceOf(26))).toEqual([
      { cpu: 6, isOfBudget: false },
      { cpu: 3, isOfBudget: true },
    ])
    expect(slowings(4, paceOf(130)).at(-1)).toEqual({ cpu: 1, isOfBudget: true })
  })
})
