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

const tidy: PwaMessage = { type: 'TIDY' }
const checkEveryMs = 60 * 60 * 1000

/** Registers the service worker. Without one (an old or private browser) the app works, only not offline. */
export function registerApp({ onUpdateReady, onOfflineReady }: AppUpdateListeners): AppUpdate {
  if (!('serviceWorker' in navigator)) return { takeOver: () => Promise.resolve() }
  const workbox = new Workbox(trustedScriptUrl('/service-worker.js'))
  let registration: ServiceWorkerRegistration | undefined

  workbox.addEventListener('waiting', onUpdateReady)
  workbox.addEventListener('installed', ({ isUpdate }) => {
    if (!isUpdate) onOfflineReady()
  })
  // Asked for in another page, perhaps: this one keeps running what it began with until it asks too.
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    if (isUpdate) onUpdateReady()
  })
  void register(workbox).then((registered) => (registration = registered))

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

// Service workers may be switched off by policy: then everything but working offline is there.
async function register(workbox: Workbox): Promise<ServiceWorkerRegistration | undefined> {
  const registration = await workbox.register().catch(() => undefined)
  if (!registration) return undefined
  if (!registration.waiting) navigator.serviceWorker.controller?.postMessage(tidy)
  // Without a network the check fails and is repeated.
  setInterval(() => void registration.update().catch(() => undefined), checkEveryMs)
  return registration
}
