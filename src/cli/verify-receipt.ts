import { readSubmission } from '#core/submission/read-submission.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { type Receipt, readReceipt } from '#core/sync/receipt.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { exitCode } from './exit-code.ts'
import type { Output } from './print.ts'
import { readTextFile, unsealed } from './read-input.ts'
import { sayError } from './say-error.ts'

interface Asked {
  readonly receipt: string
  /** The submission it should be for. */
  readonly file: string | undefined
  /** Fingerprint of the server it should come from, as the server shows it. */
  readonly server: string | undefined
  readonly keys: readonly OpeningKey[]
  readonly output: Output
}

async function digestOf(file: string, keys: readonly OpeningKey[]): Promise<Result<string>> {
  const written = await readTextFile(file)
  if (!written.ok) return written
  const text = await unsealed(written.value, keys)
  const submission = text.ok ? await readSubmission(text.value, nodeFileCrypto) : text
  return submission.ok ? ok(submission.value.digest) : submission
}

async function checked({ receipt, file, server, keys }: Asked): Promise<Result<Receipt>> {
  const text = await readTextFile(receipt)
  if (!text.ok) return text
  const read = await readReceipt(text.value)
  if (!read.ok) return read
  const { content, signer } = read.value
  const isTheServer = server === undefined || [signer, formatFingerprint(signer)].includes(server)
  if (content.server !== signer || !isTheServer) return fail('RECEIPT_OTHER', { why: 'server' })
  const digest = file === undefined ? ok(content.digest) : await digestOf(file, keys)
  if (!digest.ok) return digest
  return digest.value === content.digest ? read : fail('RECEIPT_OTHER', { why: 'submission' })
}

/** `verify --receipt R [FILE]`: whether the server's word holds, and is the word for this submission. */
export async function verifyReceipt(asked: Asked): Promise<number> {
  const { receipt, file, output } = asked
  const result = await checked(asked)
  if (!result.ok) {
    output.err(`${receipt}: ${sayError(result.error)}（${result.error.code}）`)
    return exitCode.refused
  }
  const { digest, receivedAt, position, head, taskId } = result.value.content
  output.out(`${receipt}: 签名有效${file === undefined ? '' : `，是 ${file} 的回执`}`)
  output.out(`  校验码 ${formatDigest(digest)}  送达 ${new Date(receivedAt).toISOString()}  任务 ${taskId}`)
  output.out(`  日志第 ${position} 条  ${head}`)
  output.out(`  服务器指纹 ${formatFingerprint(result.value.signer)}`)
  return exitCode.ok
}
