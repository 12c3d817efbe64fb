import { computed, effectScope } from 'vue'
import { describe, expect, test, vi } from 'vitest'
import { useToday } from '#app/shared/composables/useToday.ts'

function aPageLeftOpen() {
  let day = '2026-12-31'
  const page = new EventTarget()
  const shown = effectScope().run(() => computed(useToday({ today: () => day }, page)))
  return {
    page,
    shown: () => shown?.value,
    passMidnight: () => {
      day = '2027-01-01'
    },
  }
}

describe('the day a page goes by', () => {
  test.each(['focus', 'pageshow', 'pointerdown', 'keydown'])('is the new one at %s after midnight', (event) => {
    const { page, shown, passMidnight } = aPageLeftOpen()
    expect(shown()).toBe('2026-12-31')
    passMidnight()
    page.dispatchEvent(new Event(event))
    expect(shown()).toBe('2027-01-01')
  })

  test('is no longer asked for when nobody asks', () => {
    const today = vi.fn<() => string>(() => '2026-12-31')
    const page = new EventTarget()
    const scope = effectScope()
    scope.run(() => useToday({ today }, page))
    scope.stop()
    today.mockClear()
    page.dispatchEvent(new Event('focus'))
    expect(today).not.toHaveBeenCalled()
  })
})
