import { effectScope } from 'vue'
import { describe, expect, test } from 'vitest'
import { useOnline } from '#app/shared/composables/useOnline.ts'

function aBrowser(hostname = 'caibao.example.cn') {
  const navigator = { onLine: false }
  return Object.assign(new EventTarget(), { navigator, location: { hostname } })
}

describe('whether there is a network', () => {
  test('is known again when the browser says so', () => {
    const browser = aBrowser()
    const isOnline = effectScope().run(() => useOnline(browser))
    browser.navigator.onLine = true
    browser.dispatchEvent(new Event('online'))
    expect(isOnline?.value).toBe(true)
  })

  test.each(['focus', 'pointerdown', 'keydown'])('is asked again at %s, for a browser that did not say so', (event) => {
    const browser = aBrowser()
    const isOnline = effectScope().run(() => useOnline(browser))
    browser.navigator.onLine = true
    expect(isOnline?.value).toBe(false)
    browser.dispatchEvent(new Event(event))
    expect(isOnline?.value).toBe(true)
  })

  test('does not matter where the server is on this very machine', () => {
    expect(effectScope().run(() => useOnline(aBrowser('127.0.0.1')))?.value).toBe(true)
  })

  test('is no longer followed when nobody asks', () => {
    const browser = aBrowser()
    const scope = effectScope()
    const isOnline = scope.run(() => useOnline(browser))
    scope.stop()
    browser.navigator.onLine = true
    browser.dispatchEvent(new Event('online'))
    expect(isOnline?.value).toBe(false)
  })
})
