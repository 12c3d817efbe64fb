import { effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useKeyboardInset } from '#app/shared/composables/useKeyboardInset.ts'

/** What a phone tells of the part of the page that is seen. */
function aView() {
  const told = { onresize: null, onscroll: null, onscrollend: null, offsetLeft: 0, pageLeft: 0, pageTop: 0 }
  return Object.assign(new EventTarget(), { ...told, width: 390, height: 844, offsetTop: 0, scale: 1 })
}

describe('a keyboard on the screen', () => {
  let scope: EffectScope
  let view: ReturnType<typeof aView>
  let said: Map<string, string>
  const focused = { matches: (kinds: string) => kinds.includes('input'), scrollIntoView: vi.fn<() => void>() }
  const page = { clientHeight: 844 }

  beforeEach(() => {
    view = aView()
    said = new Map()
    page.clientHeight = 844
    focused.scrollIntoView.mockClear()
    const style = {
      setProperty: (name: string, value: string) => said.set(name, value),
      removeProperty: (name: string) => said.delete(name),
    }
    vi.stubGlobal('document', { activeElement: focused, documentElement: Object.assign(page, { style }) })
    scope = effectScope()
    scope.run(() => useKeyboardInset(view))
  })
  afterEach(() => {
    scope.stop()
    vi.unstubAllGlobals()
  })

  function become(now: Partial<ReturnType<typeof aView>>, event = 'resize'): void {
    Object.assign(view, now)
    view.dispatchEvent(new Event(event))
  }

  test('that is laid over the page is said, and how far the page was moved up beneath it', () => {
    become({ height: 508 })
    expect([...said]).toEqual([['--keyboard', '336px']])
    become({ offsetTop: 120 }, 'scroll')
    expect([...said]).toEqual([
      ['--keyboard', '216px'],
      ['--panned', '120px'],
    ])
    become({ height: 844, offsetTop: 0 })
    expect(said.size).toBe(0)
  })

  test('covers nothing where it makes the page smaller, nor where the page is only zoomed in', () => {
    page.clientHeight = 508
    become({ height: 508 })
    expect(said.size).toBe(0)
    page.clientHeight = 844
    become({ height: 422, width: 195, scale: 2, offsetTop: 200 })
    expect(said.size).toBe(0)
  })

  test('comes after the focus: the field is brought into sight, once', () => {
    become({ height: 508 })
    expect(focused.scrollIntoView).toHaveBeenCalledExactlyOnceWith({ block: 'nearest' })
    become({ height: 480 })
    become({ offsetTop: 60 }, 'scroll')
    expect(focused.scrollIntoView).toHaveBeenCalledOnce()
    become({ height: 844 })
    become({ height: 508 })
    expect(focused.scrollIntoView).toHaveBeenCalledTimes(2)
  })

  test.each([
    { what: 'the bars of the browser coming back', now: { height: 780 } },
    { what: 'turning the screen', now: { width: 844, height: 390 } },
    { what: 'zooming in', now: { width: 195, height: 422, scale: 2 } },
  ])('is not taken for $what: who scrolled away stays there', ({ now }) => {
    become(now)
    expect(focused.scrollIntoView).not.toHaveBeenCalled()
  })

  test('brings nothing into sight that is not typed into', () => {
    vi.stubGlobal('document', { ...document, activeElement: { ...focused, matches: () => false } })
    become({ height: 508 })
    expect(said.get('--keyboard')).toBe('336px')
    expect(focused.scrollIntoView).not.toHaveBeenCalled()
  })

  test('is nothing to a page that was left', () => {
    become({ height: 508, offsetTop: 20 })
    expect(said.size).toBe(2)
    scope.stop()
    expect(said.size).toBe(0)
    become({ height: 400 })
    become({ offsetTop: 30 }, 'scroll')
    expect(said.size).toBe(0)
  })

  test('is unknown to a browser that does not tell of its view', () => {
    expect(() => effectScope().run(() => useKeyboardInset(null))).not.toThrow()
  })
})
