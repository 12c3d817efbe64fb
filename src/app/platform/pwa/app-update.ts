import { Workbox } from 'workbox-window'
import type { PwaMessage } from './pwa-message.ts'
import { trustedScriptUrl } from './trusted-script-url.ts'

/** What the app wants to hear about itself. */
export interface AppUpdateListeners {
  /** A newer version is here and waits until `applyUpdate` is called. */
  readonly onUpdateReady: () => void
  /** Everything needed offline is on this device (said once, at the first visit). */
  readonly onOfflineReady: () => void
}

/** The one thing the app may ask for. */
export interface AppUpdate {
  /** Takes the waiting version and reloads this page; call it only when nothing is unsaved. */
  applyUpdate(): void
}

const tidy: PwaMessage = { type: 'TIDY' }
const checkEveryMs = 60 * 60 * 1000

/** Registers the service worker. Without one (an old or private browser) the app works, only not offline. */
export function registerApp({ onUpdateReady, onOfflineReady }: AppUpdateListeners): AppUpdate {
  if (!('serviceWorker' in navigator)) return { applyUpdate: reload }
  const workbox = new Workbox(trustedScriptUrl('/service-worker.js'))
  let isAsked = false
  let registration: ServiceWorkerRegistration | undefined

  workbox.addEventListener('waiting', onUpdateReady)
  workbox.addEventListener('installed', ({ isUpdate }) => {
    if (!isUpdate) onOfflineReady()
  })
  // Only the page that asked is reloaded; the others keep running what they began with until they ask too.
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    if (isAsked) reload()
    else if (isUpdate) onUpdateReady()
  })
  void register(workbox).then((registered) => (registration = registered))

  return {
    applyUpdate() {
      isAsked = true
      if (registration?.waiting) workbox.messageSkipWaiting()
      else reload()
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

function reload(): void {
  location.reload()
}
