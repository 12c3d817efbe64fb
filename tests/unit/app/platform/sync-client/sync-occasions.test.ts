import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { syncMessage } from '#app/platform/pwa/pwa-message.ts'
import { occasionsOf } from '#app/platform/sync-client/sync-occasions.ts'

const hour = 3_600_000

/** A browser as far as occasions look at it. */
function aBrowser() {
  const worker = new EventTarget()
  const registration: { sync?: unknown } = {}
  const serviceWorker = Object.assign(worker, { getRegistration: () => Promise.resolve(registration) })
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const navigator = { onLine: true, serviceWorker }
  const here = Object.assign(new EventTarget(), { navigator })
  vi.stubGlobal('window', here)
  vi.stubGlobal('addEventListener', here.addEventListener.bind(here))
  vi.stubGlobal('removeEventListener', here.removeEventListener.bind(here))
  vi.stubGlobal('document', page)
  vi.stubGlobal('navigator', navigator)
  const show = (state: 'visible' | 'hidden'): void => {
    page.visibilityState = state
    page.dispatchEvent(new Event('visibilitychange'))
  }
  return { window: here, worker, registration, show }
}

const occasions = occasionsOf('caibao-sync')
let browser: ReturnType<typeof aBrowser>
beforeEach(() => {
  vi.useFakeTimers()
  browser = aBrowser()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('the next time to ask a server', () => {
  const cameAfter = (random: number, pauseMs: number): number => {
    vi.spyOn(Math, 'random').mockReturnValue(random)
    const startedAt = Date.now()
    let cameAt = 0
    occasions.after(pauseMs, () => (cameAt = Date.now()))
    vi.runAllTimers()
    return cameAt - startedAt
  }

  test('is when the pause is over, or up to a quarter of it later, never before', () => {
    expect(cameAfter(0, 40_000)).toBe(40_000)
    expect(cameAfter(0.5, 40_000)).toBe(45_000)
    const latest = cameAfter(0.999_999, 40_000)
    expect(latest).toBeGreaterThan(49_990)
    expect(latest).toBeLessThanOrEqual(50_000)
  })

  test('is not another for each who waits: a whole city that waits alike does not come at once', () => {
    const came: number[] = []
    for (let waiting = 0; waiting < 50; waiting += 1) occasions.after(60_000, () => void came.push(Date.now()))
    vi.runAllTimers()
    expect(new Set(came).size).toBeGreaterThan(40)
  })

  test.each([25 * 86_400_000, Infinity])('is within the hour, also after a pause no timer can take: %s ms', (pause) => {
    expect(cameAfter(0, pause)).toBe(hour)
  })

  test('does not come once it is called off', () => {
    const asked = vi.fn<() => void>()
    occasions.after(1000, asked)()
    vi.runAllTimers()
    expect(asked).not.toHaveBeenCalled()
  })
})

describe('an occasion', () => {
  const asked = vi.fn<() => void>()
  let stop: () => void
  beforeEach(() => {
    asked.mockClear()
    stop = occasions.listen(asked)
  })
  afterEach(() => stop())

  const tell = (data: unknown): unknown => browser.worker.dispatchEvent(new MessageEvent('message', { data }))
  const comeOnline = (): unknown => browser.window.dispatchEvent(new Event('online'))

  test('is that the network is back', () => {
    comeOnline()
    expect(asked).toHaveBeenCalledTimes(1)
  })

  test('is that the page is seen again, not that it is hidden', () => {
    browser.show('hidden')
    expect(asked).not.toHaveBeenCalled()
    browser.show('visible')
    expect(asked).toHaveBeenCalledTimes(1)
  })

  test('is what the service worker says when the browser woke it, and nothing else it says', () => {
    for (const other of [{ type: 'TIDY' }, 'SYNC', null]) tell(other)
    expect(asked).not.toHaveBeenCalled()
    tell(syncMessage)
    expect(asked).toHaveBeenCalledTimes(1)
  })

  test('is none any more once nobody listens', () => {
    stop()
    comeOnline()
    browser.show('visible')
    tell(syncMessage)
    expect(asked).not.toHaveBeenCalled()
  })
})

describe('a browser that is asked to wake the app', () => {
  test('is asked by the name of the traffic', async () => {
    const register = vi.fn<(tag: string) => Promise<void>>(() => Promise.resolve())
    browser.registration.sync = { register }
    await occasions.askToWake()
    await occasionsOf('caibao-unit-sync').askToWake()
    expect(register.mock.calls).toEqual([['caibao-sync'], ['caibao-unit-sync']])
  })

  test('may refuse, or know nothing of it: the page asks the server by itself', async () => {
    browser.registration.sync = { register: () => Promise.reject(new DOMException('no', 'NotAllowedError')) }
    await expect(occasions.askToWake()).resolves.toBeUndefined()
    browser.registration.sync = {}
    await expect(occasions.askToWake()).resolves.toBeUndefined()
    delete browser.registration.sync
    await expect(occasions.askToWake()).resolves.toBeUndefined()
    vi.stubGlobal('navigator', { onLine: true })
    await expect(occasions.askToWake()).resolves.toBeUndefined()
  })
})
