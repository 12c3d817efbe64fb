import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import type { SchemeName, Services } from './routes/route.ts'
import { compiledBundle } from './scheme/read-codes.ts'
import { serverKeyOf } from './store/server-keys.ts'
import type { Store } from './store/store.ts'

const packageSchema = v.object({ version: v.string() })

async function schemeName(): Promise<SchemeName> {
  const { id, version, digest } = (await compiledBundle()).manifest
  return { id, version, digest }
}

/** Everything the routes need, over an open store. */
export async function createServices(
  store: Store,
  { signIn, trustedProxies }: Pick<Services, 'signIn' | 'trustedProxies'>,
): Promise<Services> {
  const about = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  let scheme: Promise<SchemeName> | undefined
  return {
    store,
    key: await serverKeyOf(store),
    version: v.parse(packageSchema, JSON.parse(about)).version,
    scheme: () => (scheme ??= schemeName()),
    now: () => Date.now(),
    signIn,
    trustedProxies,
  }
}
