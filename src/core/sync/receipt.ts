import * as v from 'valibot'
import type { Result } from '#core/errors/result.ts'
import { readSignedFile, type SignedFileError } from '#core/signed/read-signed-file.ts'
import type { SignedFile, SignedFileKind } from '#core/signed/signed-file.ts'
import { hex64, id, instant, position, thumbprint } from './wire.ts'

/** Shape of what the server signs once a submission is safe on its disk. */
export const receiptContentSchema = v.strictObject({
  /** Digest of the submission. */
  digest: hex64,
  /** Device key that signed it. */
  device: thumbprint,
  taskId: id,
  orgId: id,
  receivedAt: instant,
  /** Place of the arrival in the server's log. */
  position,
  /** Hash of the log's entry at that place: it vouches for every entry before. */
  head: hex64,
  /** Key the server signs with; also in the header of the signature. */
  server: thumbprint,
})

/** 服务器回执: which submission arrived, for whom, when, and where it stands in the log. */
export type ReceiptContent = v.InferOutput<typeof receiptContentSchema>

/** A receipt whose signature has been verified. */
export type Receipt = SignedFile<ReceiptContent>

/** 服务器回执. */
export const receiptKind: SignedFileKind<ReceiptContent> = {
  name: 'receipt',
  caibao: 'receipt/1',
  typ: 'caibao-receipt+jws',
  note: '这是同步服务器签发的回执，证明报送文件已经送达；请与报送文件一起保存，请不要改动。',
  limits: { sizeBytes: 16_384, depth: 8 },
  schema: receiptContentSchema,
}

/** Reads and verifies a receipt. Whether the key is the server's own is for the caller to compare. */
export function readReceipt(text: string): Promise<Result<Receipt, SignedFileError>> {
  return readSignedFile(text, receiptKind)
}

/** Whether this receipt is the one for that submission, from the server one knows. */
export function isReceiptFor(
  { content, signer }: Receipt,
  expected: { readonly digest: string; readonly taskId: string; readonly serverKey: string },
): boolean {
  const isOurs = content.digest === expected.digest && content.taskId === expected.taskId
  return isOurs && signer === expected.serverKey && content.server === signer
}
