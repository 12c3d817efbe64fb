import { ok } from '#core/errors/result.ts'
import { getServerInfo } from '#core/sync/server-info.ts'
import { route } from './route.ts'

/** `/server`: who is there. */
export const serverRoutes = [
  route(getServerInfo, async ({ services: { key, scheme, version, now } }) =>
    ok({ name: 'caibao', api: 1, version, time: now(), kid: key.kid, key: key.publicJwk, scheme: await scheme() }),
  ),
]
