import { sign } from 'node:crypto'
import { receiptKind, type ReceiptContent } from '#core/sync/receipt.ts'
import { canonicalText } from '../store/canonical-text.ts'
import type { ServerKey } from '../store/server-keys.ts'
import { fromDer } from './signature-form.ts'

/** Signs receipts: the same file that `signFile` writes, by Node's own signing, which is several times faster. */
export function createReceiptSigner({ privateKey, publicJwk, kid }: ServerKey): (content: ReceiptContent) => string {
  const header = { alg: 'ES256', typ: receiptKind.typ, jwk: publicJwk, kid }
  const protectedPart = Buffer.from(JSON.stringify(header)).toString('base64url')
  const { caibao, note } = receiptKind
  return (content) => {
    const payload = Buffer.from(canonicalText(content)).toString('base64url')
    const der = sign('sha256', Buffer.from(`${protectedPart}.${payload}`), privateKey)
    const signature = fromDer(der).toString('base64url')
    const signatures = [{ protected: protectedPart, signature }]
    return `${JSON.stringify({ caibao, note, payload, signatures }, null, 1)}\n`
  }
}
