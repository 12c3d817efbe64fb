import { base64url } from 'jose'
import { bytesOfParts } from './bytes-of-parts.ts'
import type { SignText } from './sign-file.ts'

const ecdsa = { name: 'ECDSA', hash: 'SHA-256' } as const

/**
 * Signs a long text as the usual way does (RFC 7515 §5.1), with a breath between its steps: each of them goes through all
 * of it, and a page would be held for all of them together.
 */
export function signInSteps(breathe: () => Promise<void> | undefined): SignText {
  return async (parts, header, key) => {
    const bytes = bytesOfParts(parts)
    await breathe()
    const payload = base64url.encode(bytes)
    await breathe()
    const protectedPart = base64url.encode(JSON.stringify(header))
    const signed = bytesOfParts([protectedPart, '.', payload])
    await breathe()
    const signature = await crypto.subtle.sign(ecdsa, key, signed)
    return { payload, protected: protectedPart, signature: base64url.encode(new Uint8Array(signature)) }
  }
}
