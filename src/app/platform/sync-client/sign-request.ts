import { base64url } from 'jose'
import { signMessage } from '#core/signed/compact.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { type DeviceRequest, deviceRequestKind } from '#core/sync/device-request.ts'

const nonceBytes = 16

/** SHA-256 of a text as it is sent, hex. */
export const digestOfText = (text: string): Promise<string> => sha256Hex(new Uint8Array(new TextEncoder().encode(text)))

/** The header with which this device says that a request is its own: for one server, once, around this time. */
export function signRequest(request: Omit<DeviceRequest, 'nonce'>, key: SigningKey): Promise<string> {
  const nonce = base64url.encode(crypto.getRandomValues(new Uint8Array(nonceBytes)))
  return signMessage(deviceRequestKind, { ...request, nonce }, key)
}
