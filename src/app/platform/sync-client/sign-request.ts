import { base64url } from 'jose'
import { signMessage } from '#core/signed/compact.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { type DeviceRequest, deviceRequestKind } from '#core/sync/device-request.ts'
import { type UploadClaim, uploadClaimKind } from '#core/sync/upload-claim.ts'

const nonceBytes = 16
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text))

/** SHA-256 of a text as it is sent, hex. */
export const digestOfText = (text: string): Promise<string> => sha256Hex(bytesOf(text))

/** The header with which this device says that a request is its own: for one server, once, around this time. */
export async function signRequest(
  request: Pick<DeviceRequest, 'server' | 'method' | 'path' | 'time'> & { readonly body?: string },
  key: SigningKey,
): Promise<string> {
  const { body = '', ...rest } = request
  const nonce = base64url.encode(crypto.getRandomValues(new Uint8Array(nonceBytes)))
  return signMessage(deviceRequestKind, { ...rest, body: await digestOfText(body), nonce }, key)
}

/** The header that binds a sealed file to this device: the server cannot look inside. */
export const signClaim = (claim: UploadClaim, key: SigningKey): Promise<string> =>
  signMessage(uploadClaimKind, claim, key)
