import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { sayBackOnline } from '#app/platform/sync-client/say-back-online.ts'

describe('a browser that does not say that the network is back', () => {
  let heard: number
  let navigator: { onLine: boolean }
  let browser: EventTarget & { readonly navigator: { readonly onLine: boolean } }
  let stop: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    heard = 0
    navigator = { onLine: false }
    browser = Object.assign(new EventTarget(), { navigator })
    browser.addEventListener('online', () => (heard += 1))
    stop = sayBackOnline(browser)
  })
  afterEach(() => {
    stop()
    vi.useRealTimers()
  })

  const wait = (): unknown => vi.advanceTimersByTime(30_000)

  test('is asked, and it is said once each time it is back', () => {
    wait()
    expect(heard).toBe(0)
    navigator.onLine = true
    wait()
    expect(heard).toBe(1)
    navigator.onLine = false
    wait()
    navigator.onLine = true
    wait()
    expect(heard).toBe(2)
  })

  test('that does say so is not said after', () => {
    wait()
    navigator.onLine = true
    browser.dispatchEvent(new Event('online'))
    wait()
    expect(heard).toBe(1)
  })

  test('is asked no more when nobody listens', () => {
    stop()
    navigator.onLine = true
    wait()
    expect(heard).toBe(0)
  })
})
