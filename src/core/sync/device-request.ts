import * as v from 'valibot'
import { base64urlSchema } from '#core/signed/base64url.ts'
import type { MessageKind } from '#core/signed/compact.ts'
import { hex64, instant } from './wire.ts'

/**
 * A request signed by a device (JWS, compact): the key that signed a submission is the person's only credential.
 * It names this server and this one request, is good for five minutes around the server's time, and only once.
 */
const deviceRequestSchema = v.strictObject({
  /** Thumbprint of the server's key: an origin would not do, behind a proxy nobody knows it. */
  server: v.pipe(base64urlSchema, v.length(43)),
  method: v.picklist(['GET', 'POST', 'PUT', 'DELETE']),
  /** Path with query, as sent. */
  path: v.pipe(v.string(), v.maxLength(500), v.startsWith('/api/v1/')),
  /** SHA-256 of the body; of nothing when there is none. */
  body: hex64,
  time: instant,
  /** 128 random bits. */
  nonce: v.pipe(base64urlSchema, v.length(22)),
})

/** What a device signs for one request. */
export type DeviceRequest = v.InferOutput<typeof deviceRequestSchema>

/** A request as a signed message. */
export const deviceRequestKind: MessageKind<DeviceRequest> = { typ: 'caibao-request+jws', schema: deviceRequestSchema }

/** SHA-256 of no bytes: what a request without a body says of it. */
export const emptyBody = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** Header that carries it. */
export const deviceRequestHeader = 'Caibao-Request'

/** How far a device's clock may be off; the answer to a refused one tells the server's time. */
export const deviceRequestWindowMs = 300_000
