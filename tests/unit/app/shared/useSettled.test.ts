import { effectScope, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useSettled } from '#app/shared/composables/useSettled.ts'

describe('what follows when the person pauses', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** Types `text`, 100 ms a key. */
  function type(typed: { value: string }, text: string): void {
    for (const character of text) {
      typed.value += character
      vi.advanceTimersByTime(100)
    }
  }

  test('stands at once, then neither works out nor shows anything until a lull', () => {
    const typed = ref('')
    const work = vi.fn<() => number>(() => typed.value.length)
    const scope = effectScope()
    const settled = scope.run(() => useSettled(work))
    expect(settled?.value).toBe(0)
    work.mockClear()
    type(typed, '北流市隆盛镇')
    expect(work).not.toHaveBeenCalled()
    expect(settled?.value).toBe(0)
    vi.advanceTimersByTime(250)
    expect(settled?.value).toBe(6)
    expect(work).toHaveBeenCalledTimes(1)
    scope.stop()
  })

  test('follows what is read later too, and stops with its component', () => {
    const typed = ref('')
    const scope = effectScope()
    const settled = scope.run(() => useSettled(() => typed.value))
    type(typed, '甲')
    vi.advanceTimersByTime(250)
    type(typed, '乙')
    vi.advanceTimersByTime(250)
    expect(settled?.value).toBe('甲乙')
    type(typed, '丙')
    scope.stop()
    vi.advanceTimersByTime(1000)
    expect(settled?.value).toBe('甲乙')
  })
})
