import { describe, expect, test } from 'vitest'
import { tidyUnitName, unusualLength } from '#core/unit/unit-name.ts'

describe('the name of a unit', () => {
  test.each([
    ['北流市 第一中学', '北流市第一中学'],
    ['　北流市第一中学 \n', '北流市第一中学'],
    ['北流市第一中学', '北流市第一中学'],
  ])('%j is %j on the seal', (typed, name) => {
    expect(tidyUnitName(typed)).toBe(name)
  })
})

describe('the code of an organisation', () => {
  test.each(['', '12450981498811223X', '49881122-3', '498811223'])('%j is of a usual length', (code) => {
    expect(unusualLength(code)).toBeUndefined()
  })

  test.each([
    ['123', 3],
    ['12450981498811223', 17],
  ])('%s is not', (code, length) => {
    expect(unusualLength(code)).toBe(length)
  })
})
