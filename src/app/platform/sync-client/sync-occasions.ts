import { isSyncMessage } from '#app/platform/pwa/pwa-message.ts'
import { inOneTab, underLock } from '#app/platform/storage/one-tab.ts'
import { hasNetwork } from './has-network.ts'
import { sayBackOnline } from './say-back-online.ts'

/** The moments at which it is worth asking a server, and the one tab that asks. */
export interface SyncOccasions {
  /** False when there surely is no network. */
  readonly isOnline: () => boolean
  /** Calls back when there may be a network again, until the returned function is called. */
  readonly listen: (onOccasion: () => void) => () => void
  /** Calls back once after the pause, a little later at random so that a whole city does not come at once. */
  readonly after: (pauseMs: number, onOccasion: () => void) => () => void
  /** Runs what only one tab may do at a time; false when another is at it. */
  readonly alone: (run: () => Promise<void>) => Promise<boolean>
  /** The same once no tab is at it any more. */
  readonly inTurn: (run: () => Promise<void>) => Promise<void>
  /** Tells the other tabs that something has changed. */
  readonly announce: () => void
  readonly onAnnounced: (listener: () => void) => () => void
  /** Asks the browser to wake the app when the network is back: an extra, where it can. */
  readonly askToWake: () => Promise<void>
}

const jitter = 0.25
// A timer takes at most 2^31 - 1 ms; asking once an hour is enough.
const longestTimerMs = 3_600_000

function listen(onOccasion: () => void): () => void {
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') onOccasion()
  }
  const onMessage = ({ data }: MessageEvent): void => {
    if (isSyncMessage(data)) onOccasion()
  }
  const worker = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined
  addEventListener('online', onOccasion)
  document.addEventListener('visibilitychange', onVisible)
  worker?.addEventListener('message', onMessage)
  const stopSaying = sayBackOnline()
  return () => {
    stopSaying()
    removeEventListener('online', onOccasion)
    document.removeEventListener('visibilitychange', onVisible)
    worker?.removeEventListener('message', onMessage)
  }
}

/** Without locks two tabs may deliver the same: harmless, a delivery is known by its digest. */
const alone = (name: string, run: () => Promise<void>): Promise<boolean> =>
  underLock(name, { ifAvailable: true }, async (isMine) => {
    if (isMine) await run()
    return isMine
  })

async function askToWake(name: string): Promise<void> {
  const registration = 'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistration() : undefined
  const sync: unknown = registration && Reflect.get(registration, 'sync')
  if (typeof sync !== 'object' || sync === null) return
  const register: unknown = Reflect.get(sync, 'register')
  if (typeof register !== 'function') return
  try {
    await Reflect.apply(register, sync, [name])
  } catch {
    // Not allowed here: the page asks by itself.
  }
}

/** The occasions of a browser, for one kind of traffic: those of one name keep out of each other's way. */
export const occasionsOf = (name: string): SyncOccasions => ({
  isOnline: () => hasNetwork(),
  listen,
  after(pauseMs, onOccasion) {
    const timer = setTimeout(onOccasion, Math.min(pauseMs, longestTimerMs) * (1 + Math.random() * jitter))
    return () => clearTimeout(timer)
  },
  alone: (run) => alone(name, run),
  inTurn: (run) => inOneTab(name, run),
  announce() {
    const channel = new BroadcastChannel(name)
    channel.postMessage('changed')
    channel.close()
  },
  onAnnounced(listener) {
    const channel = new BroadcastChannel(name)
    channel.addEventListener('message', listener)
    return () => channel.close()
  },
  askToWake: () => askToWake(name),
})
