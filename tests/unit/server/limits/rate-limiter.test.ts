import { describe, expect, test } from 'vitest'
import { createRateLimiter } from '#server/limits/rate-limiter.ts'

describe('the rate limiter', () => {
  test('lets half a minute’s worth through at once, then one after the other', () => {
    let now = 0
    const limiter = createRateLimiter(60, () => now)
    const first = Array.from({ length: 30 }, () => limiter.take('a'))
    expect(new Set(first)).toEqual(new Set([0]))
    expect(limiter.take('a')).toBe(1)
    now += 1000
    expect(limiter.take('a')).toBe(0)
    expect(limiter.take('a')).toBe(1)
  })

  test('holds nobody up when the clock is set back by years', () => {
    let now = Date.parse('2036-01-01T00:00:00Z')
    const limiter = createRateLimiter(60, () => now)
    for (let asked = 0; asked < 30; asked += 1) limiter.take('a')
    now = Date.parse('2026-01-01T00:00:00Z')
    expect(limiter.take('a')).toBe(1)
    now += 1000
    expect(limiter.take('a')).toBe(0)
  })

  test('counts each address for itself', () => {
    const limiter = createRateLimiter(2, () => 0)
    expect(limiter.take('a')).toBe(0)
    expect(limiter.take('a')).toBe(30)
    expect(limiter.take('b')).toBe(0)
  })

  test('counts nobody when it is told 0', () => {
    const limiter = createRateLimiter(0, () => 0)
    expect(Array.from({ length: 1000 }, () => limiter.take('a')).every((wait) => wait === 0)).toBe(true)
  })
})
