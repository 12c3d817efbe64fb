import { effectScope, nextTick, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { usePlanFollowing } from '#app/management/composables/usePlanFollowing.ts'

describe('a plan that follows what it is made of', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** A plan of these rows that is made in so many milliseconds. */
  function following(planMs = 0) {
    const [rows, busy] = [ref(1), ref(false)]
    const plan = vi.fn<() => Promise<void>>(() => new Promise((resolve) => setTimeout(resolve, planMs)))
    const scope = effectScope()
    scope.run(() => usePlanFollowing({ of: () => rows.value, isBusy: () => busy.value, plan }))
    return { rows, busy, plan, scope }
  }
  async function later(ms: number): Promise<void> {
    await nextTick()
    await vi.advanceTimersByTimeAsync(ms)
  }

  test('is made once for many changes, when they pause', async () => {
    const { rows, plan } = following()
    for (let at = 0; at < 5; at += 1) {
      rows.value += 1
      await later(300)
    }
    expect(plan).not.toHaveBeenCalled()
    await later(1000)
    expect(plan).toHaveBeenCalledTimes(1)
  })

  test('waits while something is reported, and is made after it', async () => {
    const { rows, busy, plan } = following()
    busy.value = true
    rows.value += 1
    await later(5000)
    expect(plan).not.toHaveBeenCalled()
    busy.value = false
    await later(1000)
    expect(plan).toHaveBeenCalledTimes(1)
  })

  test('is made again for what changed while it was made, never twice at a time', async () => {
    const { rows, plan } = following(3000)
    rows.value += 1
    await later(1000)
    rows.value += 1
    await later(1500)
    expect(plan).toHaveBeenCalledTimes(1)
    await later(3000)
    expect(plan).toHaveBeenCalledTimes(2)
  })

  test('ends with the page', async () => {
    const { rows, plan, scope } = following()
    rows.value += 1
    await nextTick()
    scope.stop()
    await later(5000)
    expect(plan).not.toHaveBeenCalled()
  })
})
