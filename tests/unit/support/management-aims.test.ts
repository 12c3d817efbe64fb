import { describe, expect, test } from 'vitest'
import { missedByTasks, missedInCounting, missedInReceiving, missedInRoster } from '#tests/bench/management/aims.ts'

describe('the aims of the management edition', () => {
  test('are missed by nothing that reaches them, if only just', () => {
    expect(missedInReceiving('files', { ms: 1250, bareMs: 1000, busiest: 50 })).toEqual([])
    expect(missedInCounting('学历', 999)).toEqual([])
    expect(missedInRoster(10_000, 10_000)).toEqual([])
    expect(missedInRoster(20_000, 20_000)).toEqual([])
  })

  test('are named where they do not hold, with how far it is off', () => {
    expect(missedInReceiving('files', { ms: 4670, bareMs: 1000, busiest: 69 })).toEqual([
      'files: 4.67 × bare, at most 1.25',
      'files: a task of 69 ms of a processor, at most 50',
    ])
    expect(missedByTasks('report up', 51)).toEqual(['report up: a task of 51 ms of a processor, at most 50'])
    expect(missedInCounting('学历', 1000)).toEqual(['count 学历: 1000 ms, less than 1000'])
    expect(missedInRoster(500, 10_001)).toEqual(['roster of 500: 10.0 s, at most 10.0'])
    expect(missedInRoster(20_000, 20_100)).toEqual(['roster of 20000: 20.1 s, at most 20.0'])
  })

  test('say nothing of a comparison that was not made', () => {
    expect(missedInReceiving('a pack', { ms: 9000, bareMs: 0, busiest: 10 })).toEqual([])
  })
})
