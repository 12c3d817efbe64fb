import { onceUntilItFails } from '#core/errors/once-until-it-fails.ts'
import { type Checker, createChecker } from './intake/checker.ts'
import { createGroupCommit } from './intake/group-commit.ts'
import { createIntake } from './intake/intake.ts'
import { createRateLimiter } from './limits/rate-limiter.ts'
import { createMetrics } from './observe/metrics.ts'
import { nowAndThen } from './observe/now-and-then.ts'
import type { RequestLog } from './observe/request-log.ts'
import { ownVersion } from './own-version.ts'
import type { SchemeName, Services } from './routes/route.ts'
import { compiledBundle } from './scheme/read-codes.ts'
import { usualPageBytes } from './store/page-size.ts'
import { serverKeyOf } from './store/server-keys.ts'
import type { Store } from './store/store.ts'
import { type OpenedTask, tasksOfTokens, type TokenRefusal } from './store/tasks.ts'
import { type UsedNonce, useNonces } from './store/used-nonces.ts'

async function schemeName(): Promise<SchemeName> {
  const { id, version, digest } = (await compiledBundle()).manifest
  return { id, version, digest }
}

/** What a server runs on, and how it ends. */
export interface RunningServices extends Services {
  /** From now on the server says that it is not ready. */
  readonly stop: () => void
  /** Lets everything that was taken reach the disk, then closes. */
  readonly close: () => Promise<void>
}

interface ServiceOptions extends Pick<
  Services,
  'signIn' | 'trustedProxies' | 'publicOrigin' | 'metricsToken' | 'dataMark'
> {
  readonly now?: () => number
  /** Requests an address may make in a minute; 0 does not count. */
  readonly requestsPerMinute: number
  readonly log?: RequestLog
  readonly warn?: (text: string) => void
  readonly checker?: Checker
}

const mostNonces = 256
const mostTokens = 256

/** Everything the routes need, over an open store. */
export async function createServices(store: Store, options: ServiceOptions): Promise<RunningServices> {
  const { now = Date.now, checker = createChecker(now), signIn, trustedProxies, requestsPerMinute } = options
  const { log = () => undefined, warn = () => undefined } = options
  const metrics = createMetrics()
  const key = await serverKeyOf(store)
  const intake = createIntake({ store, key, checker, metrics, now })
  const nonces = createGroupCommit<UsedNonce, boolean>(
    (group) => store.prompt.write((writer) => useNonces(writer, group, now())),
    mostNonces,
  )
  const tokens = createGroupCommit<string, OpenedTask | TokenRefusal>(
    (group) => tasksOfTokens(store.prompt.reader, group, now()),
    mostTokens,
  )
  let isStopping = false
  return {
    store,
    key,
    intake,
    metrics,
    log,
    warn: nowAndThen(warn),
    rate: createRateLimiter(requestsPerMinute, now),
    nonces,
    tokens,
    version: await ownVersion(),
    slipPageBytes: usualPageBytes,
    scheme: onceUntilItFails(schemeName),
    now,
    signIn,
    trustedProxies,
    publicOrigin: options.publicOrigin,
    metricsToken: options.metricsToken,
    dataMark: options.dataMark,
    isStopping: () => isStopping,
    stop() {
      isStopping = true
    },
    async close() {
      await intake.drained()
      await nonces.drained()
      await checker.close()
      await store.close()
    },
  }
}
