import canonicalize from 'canonicalize'
import { sign } from 'node:crypto'
import { receiptKind, type ReceiptContent } from '#core/sync/receipt.ts'
import type { ServerKey } from '../store/server-keys.ts'

/** Signs receipts: the same file that `signFile` writes, by Node's own signing, which is twice as fast. */
export function createReceiptSigner({ privateKey, publicJwk, kid }: ServerKey): (content: ReceiptContent) => string {
  const header = { alg: 'ES256', typ: receiptKind.typ, jwk: publicJwk, kid }
  const protectedPart = Buffer.from(JSON.stringify(header)).toString('base64url')
  const { caibao, note } = receiptKind
  return (content) => {
    const payload = Buffer.from(canonicalize(content) ?? '').toString('base64url')
    const signature = sign('sha256', Buffer.from(`${protectedPart}.${payload}`), {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
    }).toString('base64url')
    const signatures = [{ protected: protectedPart, signature }]
    return `${JSON.stringify({ caibao, note, payload, signatures }, null, 1)}\n`
  }
}
