import { createServices, type RunningServices } from '#server/create-services.ts'
import { checkUpload } from '#server/intake/check-upload.ts'
import type { Checker } from '#server/intake/checker.ts'
import type { Services } from '#server/routes/route.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import type { Store } from '#server/store/store.ts'
import { readTrustedProxies } from '#server/trusted-proxies.ts'

/** Where the clock of a test begins. */
export const testNow = Date.parse('2026-11-25T02:00:00Z')

let loading: ReturnType<typeof loadScheme> | undefined

/** Checks in this thread: the same check, without waiting for a worker to start. */
function inlineChecker(): Checker {
  return {
    async check(upload) {
      const { engine, bundle } = await (loading ??= loadScheme())
      return checkUpload(upload, { engine, scheme: bundle.manifest, today: '2026-11-25' })
    },
    close: () => Promise.resolve(),
  }
}

const scheme = { id: 'gx-zyjs', version: '2012.1', digest: 'a'.repeat(64) }

/** What the routes need, with a clock that stands where the test puts it. */
export async function someServices(store: Store, changes: Partial<Services> = {}): Promise<RunningServices> {
  const now = changes.now ?? (() => testNow)
  const options = {
    now,
    checker: inlineChecker(),
    signIn: {},
    trustedProxies: readTrustedProxies(''),
    requestsPerMinute: 0,
  }
  return { ...(await createServices(store, options)), scheme: () => Promise.resolve(scheme), ...changes }
}
