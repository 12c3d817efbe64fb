import { calculateJwkThumbprint } from 'jose'
import { signFile } from '#core/signed/sign-file.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { type ReceiptContent, receiptKind } from '#core/sync/receipt.ts'
import { aSigningKey } from './signing-keys.ts'

/** A server's key with its name, and its receipts, without the server. */
export interface ReceiptSigner {
  readonly kid: string
  readonly key: SigningKey
  receipt(content: Partial<ReceiptContent> & Pick<ReceiptContent, 'digest' | 'taskId'>): Promise<string>
}

/** A key as a server has one. */
export async function aReceiptSigner(): Promise<ReceiptSigner> {
  const key = await aSigningKey()
  const kid = await calculateJwkThumbprint(key.publicJwk, 'sha256')
  const rest = {
    device: kid,
    orgId: '0198f000-0000-7000-8000-000000000001',
    receivedAt: 1_700_000_000_000,
    position: 1,
    head: await sha256Hex(new Uint8Array([1])),
    server: kid,
  }
  return { kid, key, receipt: (content) => signFile(receiptKind, { ...rest, ...content }, key) }
}
