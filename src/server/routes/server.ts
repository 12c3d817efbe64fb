import { ok } from '#core/errors/result.ts'
import { getServerInfo, type ServerInfo } from '#core/sync/server-info.ts'
import { route } from './route.ts'

/** `/server`: who is there. */
export const serverRoutes = [
  route(getServerInfo, async ({ services: { key, scheme, version, now } }) => {
    const { kid, publicJwk } = key
    const about: ServerInfo = {
      name: 'caibao',
      api: 1,
      version,
      time: now(),
      kid,
      key: publicJwk,
      scheme: await scheme(),
    }
    return ok(about)
  }),
]
