import { Workbox } from 'workbox-window'
import { untilFetchLull } from './fetch-lull.ts'
import type { PwaMessage } from './pwa-message.ts'
import { trustedScriptUrl } from './trusted-script-url.ts'

/** What the app wants to hear about itself. */
export interface AppUpdateListeners {
  /** A newer version is here and waits until `takeOver` is called. */
  readonly onUpdateReady: () => void
  /** Everything needed offline is on this device (said once, at the first visit). */
  readonly onOfflineReady: () => void
}

/** The one thing the app may ask for. */
export interface AppUpdate {
  /** Lets the waiting version take over; this page goes on with what it began with until it is loaded again. */
  takeOver(): Promise<void>
}

type Told = (waiting: ServiceWorker) => void

const tidy: PwaMessage = { type: 'TIDY' }
const checkEveryMs = 60 * 60 * 1000

/** Registers the service worker. Without one (an old or private browser) the app works, only not offline. */
export function registerApp({ onUpdateReady, onOfflineReady }: AppUpdateListeners): AppUpdate {
  if (!('serviceWorker' in navigator)) return { takeOver: () => Promise.resolve() }
  const workbox = new Workbox(trustedScriptUrl('/service-worker.js'))
  let registration: ServiceWorkerRegistration | undefined
  let told: ServiceWorker | undefined
  function tellOf(waiting: ServiceWorker | undefined): void {
    if (waiting !== told) onUpdateReady()
    told = waiting
  }

  workbox.addEventListener('waiting', ({ sw }) => tellOf(sw))
  workbox.addEventListener('installed', ({ isUpdate }) => {
    if (!isUpdate) onOfflineReady()
  })
  // Asked for in another page, perhaps: this one keeps running what it began with until it asks too.
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    if (isUpdate) onUpdateReady()
  })
  void register(workbox, tellOf).then((registered) => (registration = registered))

  return {
    async takeOver() {
      if (!registration?.waiting) return
      // While the old worker hands out files, Chromium lets the new one wait half a minute or longer.
      await untilFetchLull()
      if (!registration?.waiting) return
      const taken = new Promise((resolve) => workbox.addEventListener('controlling', resolve))
      workbox.messageSkipWaiting()
      await taken
    },
  }
}

/**
 * Tells of each worker that waits to take over. workbox-window stops listening at the first one that comes later than a
 * minute after the start; a page stays open for days.
 */
function followUpdates(registration: ServiceWorkerRegistration, tellOf: Told): void {
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      // The very first one waits for nobody.
      if (registration.active && registration.waiting === installing) tellOf(installing)
    })
  })
}

// Service workers may be switched off by policy: then everything but working offline is there.
async function register(workbox: Workbox, tellOf: Told): Promise<ServiceWorkerRegistration | undefined> {
  const registration = await workbox.register().catch(() => undefined)
  if (!registration) return undefined
  followUpdates(registration, tellOf)
  if (!registration.waiting) navigator.serviceWorker.controller?.postMessage(tidy)
  // Without a network the check fails and is repeated.
  setInterval(() => void registration.update().catch(() => undefined), checkEveryMs)
  return registration
}
