import type { AppError } from '#core/errors/error-code.ts'
import { fail } from '#core/errors/result.ts'
import type { DeliveryResult } from './delivery.ts'
import { markOf } from './log-mark.ts'
import { isReceiptFor, readReceipt } from './receipt.ts'
import { acceptedSchema } from './submissions.ts'
import { readWireAnswer, type Refusal, type WireAnswer } from './wire-answer.ts'

/** What was sent, and to whom: a receipt must be for exactly this. */
export interface ExpectedReceipt {
  readonly digest: string
  readonly taskId: string
  /** Thumbprint of the key of the server this device knows. */
  readonly serverKey: string
}

async function readReceiptText(receipt: string, expected: ExpectedReceipt): Promise<DeliveryResult> {
  const read = await readReceipt(receipt)
  if (!read.ok) return { kind: 'retry', error: fail('DELIVERY_RECEIPT_BAD', {}).error }
  if (isReceiptFor(read.value, expected)) {
    const { receivedAt: at, position, head: hash } = read.value.content
    return { kind: 'receipt', receipt: { by: 'server', at, text: receipt }, mark: markOf({ position, hash }) }
  }
  const isOther = read.value.signer !== expected.serverKey
  const error: AppError = isOther ? fail('SERVER_KEY_OTHER', {}).error : fail('DELIVERY_RECEIPT_BAD', {}).error
  return isOther ? { kind: 'needsPerson', error } : { kind: 'retry', error }
}

/** What a refusal makes of an attempt to deliver. */
export function refusedDelivery({ remedy, error, retryAfterSeconds }: Refusal): DeliveryResult {
  if (remedy !== 'retry') return { kind: remedy, error }
  return { kind: 'retry', error, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

/**
 * What became of an attempt to deliver. Only a receipt of the known server for exactly this submission ends its way;
 * everything else leaves it in the queue or sets it aside where the person sees it.
 */
export async function readDelivery(answer: WireAnswer, expected: ExpectedReceipt): Promise<DeliveryResult> {
  const read = readWireAnswer(answer, acceptedSchema)
  if (!read.ok) return refusedDelivery(read)
  if (read.value.digest !== expected.digest) return { kind: 'retry', error: fail('DELIVERY_RECEIPT_BAD', {}).error }
  return readReceiptText(read.value.receipt, expected)
}
