import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { registerApp } from '#app/platform/pwa/app-update.ts'

class FakeWorker extends EventTarget {
  readonly scriptURL = 'https://caibao.example/service-worker.js'
  state = 'installing'
  postMessage(): void {
    // Nobody listens.
  }
}

class FakeRegistration extends EventTarget {
  active: FakeWorker | null = null
  waiting: FakeWorker | null = null
  installing: FakeWorker | null = null
  update = () => Promise.resolve()

  /** A new version comes and has everything. */
  bring(): FakeWorker {
    const worker = new FakeWorker()
    this.installing = worker
    this.dispatchEvent(new Event('updatefound'))
    this.waiting = worker
    this.installing = null
    worker.state = 'installed'
    worker.dispatchEvent(new Event('statechange'))
    return worker
  }
}

/** workbox-window looks whether a version waits for so long. */
const untilWaiting = (): Promise<unknown> => vi.advanceTimersByTimeAsync(300)

let registration: FakeRegistration
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubEnv('NODE_ENV', 'production')
  registration = new FakeRegistration()
  const href = 'https://caibao.example/'
  for (const name of ['self', 'window']) vi.stubGlobal(name, globalThis)
  vi.stubGlobal('location', { href })
  vi.stubGlobal('document', { readyState: 'complete' })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

async function start(controller: FakeWorker | null) {
  registration.active = controller
  const register = () => Promise.resolve(registration)
  vi.stubGlobal('navigator', { serviceWorker: Object.assign(new EventTarget(), { controller, register }) })
  const onUpdateReady = vi.fn<() => void>()
  registerApp({ onUpdateReady, onOfflineReady: () => undefined })
  await untilWaiting()
  return onUpdateReady
}

test('a page that stays open hears of every update, and of each once', async () => {
  const onUpdateReady = await start(new FakeWorker())
  for (const times of [1, 2, 3]) {
    await vi.advanceTimersByTimeAsync(24 * 60 * 60 * 1000)
    registration.bring()
    await untilWaiting()
    expect(onUpdateReady).toHaveBeenCalledTimes(times)
  }
})

test('the first version of all is no update', async () => {
  const onUpdateReady = await start(null)
  const first = registration.bring()
  registration.waiting = null
  registration.active = first
  await untilWaiting()
  expect(onUpdateReady).not.toHaveBeenCalled()
})

test('what waited before the page was opened is told of', async () => {
  registration.waiting = Object.assign(new FakeWorker(), { state: 'installed' })
  expect(await start(new FakeWorker())).toHaveBeenCalledOnce()
})
