import { parseArgs } from 'node:util'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { exitCode, gravest } from './exit-code.ts'
import { type Output, printable } from './print.ts'
import { readTextFile } from './read-input.ts'

async function verifyFile(file: string, asJson: boolean, output: Output): Promise<number> {
  const text = await readTextFile(file)
  const submission = text.ok ? await readSubmission(text.value) : text
  if (!submission.ok) {
    const message = toChinese(submission.error)
    if (asJson) output.out(JSON.stringify({ file, ok: false, error: { code: submission.error.code, message } }))
    else output.err(`${file}: ${message}（${submission.error.code}）`)
    return text.ok ? exitCode.refused : exitCode.unreadable
  }
  const { content, digest, signers } = submission.value
  const { revision, createdAt, previous, scheme } = content
  if (asJson) {
    output.out(
      JSON.stringify({ file, ok: true, digest, signers, revision, createdAt, ...(previous && { previous }), scheme }),
    )
    return exitCode.ok
  }
  output.out(`${file}: 签名有效`)
  output.out(`  校验码 ${formatDigest(digest)}  第 ${revision} 次报送  ${printable(createdAt)}`)
  output.out(`  方案 ${printable(scheme.id)} ${printable(scheme.version)}  签名密钥 ${signers.join(' ')}`)
  return exitCode.ok
}

/** `verify FILE…`: checks that submissions are whole and signed as they say. */
export async function runVerify(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  if (positionals.length === 0) {
    output.err('用法：caibao verify 文件.rpu… [--json]')
    return exitCode.unreadable
  }
  const exits: number[] = []
  for (const file of positionals) exits.push(await verifyFile(file, values.json, output))
  return gravest(exits)
}
