import type { Services } from '#server/routes/route.ts'
import { serverKeyOf } from '#server/store/server-keys.ts'
import { readTrustedProxies } from '#server/trusted-proxies.ts'
import type { Store } from '#server/store/store.ts'

/** What the routes need, with a clock that stands where the test puts it. */
export async function someServices(store: Store, changes: Partial<Services> = {}): Promise<Services> {
  const scheme = { id: 'gx-zyjs', version: '2012.1', digest: 'a'.repeat(64) }
  return {
    store,
    key: await serverKeyOf(store),
    version: '0.1.0',
    scheme: () => Promise.resolve(scheme),
    now: () => Date.parse('2026-11-25T02:00:00Z'),
    signIn: {},
    trustedProxies: readTrustedProxies(''),
    ...changes,
  }
}
