import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { agedBy } from '#app/platform/storage/purge-mark.ts'

const day = 24 * 3_600_000
const year = 365 * day
const start = 1_800_000_000_000

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
})
afterEach(() => vi.unstubAllGlobals())

test('a device that just began calls nothing old', () => {
  expect(agedBy(start)).toBeUndefined()
  expect(agedBy(start + 6 * day)).toBeUndefined()
})

test('from week to week things count as old by the clock of the week before', () => {
  agedBy(start)
  expect(agedBy(start + 8 * day)).toBe(start)
  expect(agedBy(start + 9 * day)).toBeUndefined()
  expect(agedBy(start + 90 * day)).toBe(start + 8 * day)
})

test('a clock ten years ahead, put right within the week, made nothing old', () => {
  agedBy(start)
  expect(agedBy(start + 10 * year)).toBeUndefined()
  expect(agedBy(start + 10 * year + 2 * day)).toBeUndefined()
  expect(agedBy(start + 3 * day)).toBeUndefined()
  expect(agedBy(start + 11 * day)).toBeUndefined()
  expect(agedBy(start + 33 * day)).toBe(start + 11 * day)
})

test('a clock ten years behind, put right: what was removed under it counts as old after thirty days, as was told', () => {
  agedBy(start - 10 * year)
  expect(agedBy(start)).toBeUndefined()
  expect(agedBy(start + 8 * day)).toBeUndefined()
  expect(agedBy(start + 29 * day)).toBeUndefined()
  expect(agedBy(start + 37 * day)).toBe(start + 29 * day)
})

test('whatever the clock is set to, nothing that was removed less than thirty days ago is as old as that', () => {
  const step = fc.record({ later: fc.integer({ min: 0, max: 20 }), aheadBy: fc.integer({ min: -3, max: 3 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      localStorage.setItem('caibao.purged', 'none')
      localStorage.setItem('caibao.purged.since', 'none')
      const removed: { readonly inTruth: number; readonly told: number }[] = []
      let inTruth = start
      for (const { later, aheadBy } of steps) {
        inTruth += later * day
        const told = inTruth + aheadBy * year
        const aged = agedBy(told)
        const old = aged === undefined ? [] : removed.filter((each) => each.told < aged - 30 * day)
        expect(old.filter((each) => each.inTruth > inTruth - 30 * day)).toEqual([])
        removed.push({ inTruth, told })
      }
    }),
  )
})

test('whatever clocks it was started by, what is old was so by a clock of a week before', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -4000, max: 4000 }), { maxLength: 30 }), (days) => {
      localStorage.setItem('caibao.purged', 'none')
      localStorage.setItem('caibao.purged.since', 'none')
      const seen: number[] = []
      for (const each of days) {
        const now = start + each * day
        const aged = agedBy(now)
        expect(aged === undefined || (seen.includes(aged) && now - aged >= 7 * day)).toBe(true)
        seen.push(now)
      }
    }),
  )
})

test('where nothing is kept beside the database, nothing is erased', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => {
      throw new Error('denied')
    },
  })
  expect(agedBy(start)).toBeUndefined()
  expect(agedBy(start + year)).toBeUndefined()
})
