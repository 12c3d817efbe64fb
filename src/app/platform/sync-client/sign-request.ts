import { base64url, calculateJwkThumbprint, CompactSign } from 'jose'
import { sha256Hex } from '#core/submission/digest.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { type DeviceRequest, deviceRequestType } from '#core/sync/device-request.ts'
import { type UploadClaim, uploadClaimType } from '#core/sync/upload-claim.ts'

const nonceBytes = 16
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text))

/** SHA-256 of a text as it is sent, hex. */
export const digestOfText = (text: string): Promise<string> => sha256Hex(bytesOf(text))

async function sign(typ: string, content: DeviceRequest | UploadClaim, key: SigningKey): Promise<string> {
  const kid = await calculateJwkThumbprint(key.publicJwk, 'sha256')
  return new CompactSign(bytesOf(JSON.stringify(content)))
    .setProtectedHeader({ alg: 'ES256', typ, jwk: key.publicJwk, kid })
    .sign(key.privateKey)
}

/** The header with which this device says that a request is its own: for one server, once, around this time. */
export async function signRequest(
  request: Pick<DeviceRequest, 'server' | 'method' | 'path' | 'time'> & { readonly body?: string },
  key: SigningKey,
): Promise<string> {
  const { body = '', ...rest } = request
  const nonce = base64url.encode(crypto.getRandomValues(new Uint8Array(nonceBytes)))
  return sign(deviceRequestType, { ...rest, body: await digestOfText(body), nonce }, key)
}

/** The header that binds a sealed file to this device: the server cannot look inside. */
export const signClaim = (claim: UploadClaim, key: SigningKey): Promise<string> => sign(uploadClaimType, claim, key)
