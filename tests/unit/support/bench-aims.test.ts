import { expect, test } from 'vitest'
import { readAsked } from '#tests/bench/server/asked.ts'
import { missedAims, missedLooks, missedMemory, missedUploadCost, tooFew } from '#tests/bench/server/aims.ts'

const ran = (perSecond: number, p50Ms = 10, p99Ms = 30) => ({ perSecond, p50Ms, p99Ms, tookSeconds: 4 })

test('a run that reaches its aims, if only just, misses none', () => {
  expect(missedAims('SQLite', { at32: ran(1000), thinAt32: ran(1000), batched: ran(3000) })).toEqual([])
})

test('each aim that does not hold is named, with the database and how far it is off', () => {
  const measured = { at32: ran(830, 10, 31), thinAt32: ran(1000), batched: ran(1660) }
  expect(missedAims('PostgreSQL', measured)).toEqual([
    'PostgreSQL: 32 connections, 0.83 × thin, at least 1',
    'PostgreSQL: 32 connections, p99 3.1 × p50, at most 3',
    'PostgreSQL: batches, 2.00 × single, at least 3',
  ])
})

test('where nothing came through nothing holds', () => {
  expect(missedAims('SQLite', { at32: ran(0, 0, 0), thinAt32: ran(0), batched: ran(0) })).toHaveLength(3)
})

test('memory that moves as far as clearing it does is flat, and what grows is named', () => {
  for (const growthMb of [-31, 32, 64]) expect(missedMemory('SQLite', growthMb)).toEqual([])
  expect(missedMemory('SQLite', 400)).toEqual(['SQLite: memory, 400 MB more over 200000 submissions, at most 64'])
  expect(missedMemory('SQLite', Number.NaN)).toHaveLength(1)
})

test('an upload that costs at much stored what it cost at little holds, and one that looks at all does not', () => {
  const few = { cpuMs: 0.12, p50Ms: 4 }
  expect(missedUploadCost('PostgreSQL, single', few, { cpuMs: 0.15, p50Ms: 7.9 })).toEqual([])
  expect(missedUploadCost('PostgreSQL, single', few, { cpuMs: 0.24, p50Ms: 400 })).toEqual([
    'PostgreSQL, single: 2.00 × the processor time at much stored, at most 1.5',
    'PostgreSQL, single: 100.00 × the time at much stored, at most 2',
  ])
  expect(missedUploadCost('SQLite', { cpuMs: 1, p50Ms: 0.2 }, { cpuMs: 1, p50Ms: 0.9 })).toEqual([])
  expect(missedUploadCost('SQLite', { cpuMs: Number.NaN, p50Ms: Number.NaN }, few)).toHaveLength(2)
})

test('totals within a second and a page that costs the same hold', () => {
  const few = { totalsMs: 5, pageMs: 4.1 }
  expect(missedLooks('SQLite', few, { totalsMs: 999, pageMs: 6.1 })).toEqual([])
  expect(missedLooks('SQLite', { totalsMs: 5, pageMs: 0.2 }, { totalsMs: 23, pageMs: 0.7 })).toEqual([])
  expect(missedLooks('SQLite', few, { totalsMs: 1000, pageMs: 8.2 })).toEqual([
    'SQLite: totals, 1000 ms, less than 1000',
    'SQLite: page of changes, 2.00 × the time at much stored, at most 1.5',
  ])
})

test('a short run judges nothing, and says so', () => {
  expect(tooFew(1_000_000, 1_000_000)).toBeUndefined()
  expect(tooFew(20_000, 200_000)).toBe('too few to judge: 20000, and the aims are for 200000')
})

test('what is asked of a bench is understood or refused', () => {
  expect(readAsked([], 200)).toEqual({ count: 200, only: undefined })
  expect(readAsked(['5', 'PostgreSQL'], 200)).toEqual({ count: 5, only: 'PostgreSQL' })
  for (const wrong of [['PostgreSQL'], ['0'], ['1e6'], ['5', 'postgres']])
    expect(() => readAsked(wrong, 200)).toThrow(RangeError)
})
