import { expect, test } from 'vitest'
import { missedAims } from '#tests/bench/server/aims.ts'

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
