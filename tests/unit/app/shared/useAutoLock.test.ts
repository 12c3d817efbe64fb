import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useAutoLock } from '#app/shared/composables/useAutoLock.ts'

const second = 1000
const minute = 60 * second

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', new EventTarget())
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const never = (): boolean => false

/** When the store was locked, if at all within the time; `busy` says when work runs by itself, `awaited` when somebody waits. */
async function lockedAt(
  busy: (at: number) => boolean,
  withinMs: number,
  awaited: (at: number) => boolean = never,
): Promise<number | undefined> {
  const start = Date.now()
  const isBusy = ref(busy(0))
  const locked: number[] = []
  const lock = () => void locked.push(Date.now() - start)
  const scope = effectScope()
  const isAwaited = (): boolean => awaited(Date.now() - start)
  scope.run(() => useAutoLock({ now: () => Date.now(), lock, isBusy: () => isBusy.value, isAwaited }))
  for (let at = second; at <= withinMs; at += second) {
    vi.advanceTimersByTime(second)
    isBusy.value = busy(at)
    await nextTick()
  }
  scope.stop()
  return locked[0]
}

describe('locking by itself', () => {
  test('comes ten minutes after the last touch', async () => {
    expect(await lockedAt(never, 11 * minute)).toBe(10 * minute)
  })

  test.each([1, 9])(
    'comes ten minutes after a clock was set back, %i minutes after the last touch',
    async (minutes) => {
      vi.setSystemTime(new Date('2026-11-28T01:00:00Z'))
      const locked = vi.fn<() => void>()
      const scope = effectScope()
      scope.run(() => useAutoLock({ now: () => Date.now(), lock: locked }))
      vi.advanceTimersByTime(minutes * minute)
      vi.setSystemTime(new Date('2016-11-28T01:00:00Z'))
      vi.advanceTimersByTime(9 * minute)
      expect(locked).not.toHaveBeenCalled()
      vi.advanceTimersByTime(2 * minute)
      expect(locked).toHaveBeenCalledOnce()
      scope.stop()
    },
  )

  test.each([3, 20, 60, 118])('is only put off by work of %i s in every two minutes', async (long) => {
    const at = await lockedAt((ms) => ms % (2 * minute) < long * second, 14 * minute)
    expect(at).toBeGreaterThanOrEqual(10 * minute)
    expect(at).toBeLessThanOrEqual(12 * minute)
  })

  test('waits for long work to end, however long', async () => {
    const at = await lockedAt((ms) => ms < 45 * minute, 60 * minute)
    expect(at).toBe(45 * minute)
  })

  test('leaves ten minutes to see how work ended that somebody waited for', async () => {
    const at = await lockedAt(never, 60 * minute, (ms) => ms < 25 * minute)
    expect(at).toBeGreaterThan(34 * minute)
    expect(at).toBeLessThanOrEqual(35 * minute)
  })
})
