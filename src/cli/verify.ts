import { parseArgs } from 'node:util'
import type { AppError } from '#core/errors/error-code.ts'
import { visibleText } from '#core/characters/visible-text.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { formatDigest } from '#core/submission/digest.ts'
import type { Submission } from '#core/submission/submission.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { exitCode, gravest } from './exit-code.ts'
import { isGzip, readPackFile } from './pack-file.ts'
import type { Output } from './print.ts'
import { readTextFile, unsealed } from './read-input.ts'
import { readSignedByUnit, type SignedByUnit } from './signed-by-unit.ts'
import { readOpeningKey } from './signing-key.ts'
import { verifyReceipt } from './verify-receipt.ts'

const usage = '用法：caibao verify 文件… [--json] [--key 单位密钥.jwk] [--receipt 回执 [--server 服务器指纹]]'

interface Asked {
  readonly output: Output
  readonly asJson: boolean
  readonly key: OpeningKey | undefined
}

function tellError(file: string, error: AppError, { output, asJson }: Asked): void {
  const message = toChinese(error)
  if (asJson) output.out(JSON.stringify({ file, ok: false, error: { code: error.code, message } }))
  else output.err(`${file}: ${message}（${error.code}）`)
}

function tellSigned(file: string, { facts, lines }: SignedByUnit, { output, asJson }: Asked): void {
  if (asJson) return output.out(JSON.stringify({ file, ok: true, ...facts }))
  output.out(`${file}: 签名有效`)
  for (const line of lines) output.out(`  ${visibleText(line)}`)
}

function tellSubmission(file: string, { content, digest, signers }: Submission, { output, asJson }: Asked): void {
  const { revision, createdAt, previous, scheme } = content
  if (asJson) {
    const facts = { digest, signers, revision, createdAt, ...(previous && { previous }), scheme }
    return output.out(JSON.stringify({ file, ok: true, ...facts }))
  }
  output.out(`${file}: 签名有效`)
  output.out(`  校验码 ${formatDigest(digest)}  第 ${revision} 次报送  ${visibleText(createdAt)}`)
  output.out(`  方案 ${visibleText(scheme.id)} ${visibleText(scheme.version)}  签名密钥 ${signers.join(' ')}`)
}

async function verifyPack(file: string, asked: Asked): Promise<number> {
  const manifest = await readPackFile(file)
  if (!manifest.ok) {
    tellError(file, manifest.error, asked)
    return exitCode.refused
  }
  const { content, digest, signer } = manifest.value
  const { unit, count, root, createdAt, merged = [] } = content
  if (asked.asJson) {
    const facts = { kind: 'pack', digest, signer, unit: unit.name, orgCode: unit.orgCode, count, root, createdAt }
    asked.output.out(JSON.stringify({ file, ok: true, ...facts }))
    return exitCode.ok
  }
  asked.output.out(`${file}: 签名有效，${count} 份报送文件逐份核对无误`)
  asked.output.out(visibleText(`  ${unit.name}（${unit.orgCode}）  ${createdAt}  校验码 ${formatDigest(digest)}`))
  for (const lower of merged) {
    asked.output.out(visibleText(`  汇总 ${lower.unit.name} ${lower.count} 人  校验码 ${formatDigest(lower.digest)}`))
  }
  return exitCode.ok
}

async function verifyFile(file: string, asked: Asked): Promise<number> {
  if (await isGzip(file).catch(() => false)) return verifyPack(file, asked)
  const written = await readTextFile(file)
  if (!written.ok) {
    tellError(file, written.error, asked)
    return exitCode.unreadable
  }
  const signed = await readSignedByUnit(written.value)
  if (signed?.ok) {
    tellSigned(file, signed.value, asked)
    return exitCode.ok
  }
  const text = signed ?? (await unsealed(written.value, asked.key))
  const submission = text.ok ? await readSubmission(text.value) : text
  if (submission.ok) tellSubmission(file, submission.value, asked)
  else tellError(file, submission.error, asked)
  return submission.ok ? exitCode.ok : exitCode.refused
}

/** `verify FILE…`: checks that submissions, tasks and return slips are whole and signed as they say. */
export async function runVerify(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      key: { type: 'string' },
      receipt: { type: 'string' },
      server: { type: 'string' },
    },
    allowPositionals: true,
  })
  if (values.receipt !== undefined) {
    const key = values.key === undefined ? undefined : await readOpeningKey(values.key)
    return verifyReceipt({ receipt: values.receipt, file: positionals[0], server: values.server, key, output })
  }
  if (positionals.length === 0) {
    output.err(usage)
    return exitCode.unreadable
  }
  const key = values.key === undefined ? undefined : await readOpeningKey(values.key)
  const exits: number[] = []
  for (const file of positionals) exits.push(await verifyFile(file, { output, asJson: values.json, key }))
  return gravest(exits)
}
