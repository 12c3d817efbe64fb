import type { Context } from 'hono'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { readMessage } from '#core/signed/compact.ts'
import {
  type DeviceRequest,
  deviceRequestHeader,
  deviceRequestKind,
  deviceRequestWindowMs,
  emptyBody,
} from '#core/sync/device-request.ts'
import type { DeviceCaller, Services } from '../routes/route.ts'

const addressOf = (url: string): string => {
  const { pathname, search } = new URL(url)
  return `${pathname}${search}`
}

/** What of a signed request does not fit the one that came; undefined when all does. No device endpoint has a body. */
function misfit(said: DeviceRequest, context: Context, serverKey: string): string | undefined {
  if (said.server !== serverKey) return 'server'
  if (said.method !== context.req.method) return 'method'
  if (said.path !== addressOf(context.req.url)) return 'path'
  return said.body === emptyBody ? undefined : 'body'
}

/** Who calls with a request signed by a device; each counts once, on every process of the server. */
export async function deviceCaller(context: Context, services: Services): Promise<Result<DeviceCaller>> {
  const { key, now, nonces } = services
  const signed = await readMessage(context.req.header(deviceRequestHeader) ?? '', deviceRequestKind)
  if (!signed) return fail('DEVICE_REQUEST_BAD', { where: 'signature' })
  const { content, signer } = signed
  const where = misfit(content, context, key.kid)
  if (where !== undefined) return fail('DEVICE_REQUEST_BAD', { where })
  const serverTime = now()
  if (Math.abs(serverTime - content.time) > deviceRequestWindowMs) return fail('DEVICE_CLOCK_OFF', { serverTime })
  const expiresAt = content.time + 2 * deviceRequestWindowMs
  const isFresh = await nonces.add({ device: signer, nonce: content.nonce, expiresAt })
  return isFresh ? ok({ kind: 'device', device: signer }) : fail('DEVICE_REQUEST_BAD', { where: 'nonce' })
}
