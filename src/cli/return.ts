import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { parsePath } from '#core/record/field-path.ts'
import { cleanComment } from '#core/return-slip/clean-comment.ts'
import type { ReturnComment } from '#core/return-slip/return-slip.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { exitCode } from './exit-code.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { readUnit } from './pack-file.ts'
import type { Output } from './print.ts'
import { readInput } from './read-input.ts'
import { sayError } from './say-error.ts'
import { readOpeningKey, readSigningKey } from './signing-key.ts'
import { writeWholeText } from './write-whole-file.ts'

const usage =
  '用法：caibao return 文件.rpu -o 退回单.rtn --unit 单位.json --key 签名密钥.jwk --comment basic.mobile=说明 [--comment …] [--open-key 开封密钥.jwk] [--certificate 单位证书.uct]'

/** `path=text`: a remark on a place. */
function commentOf(written: string): ReturnComment | undefined {
  const at = written.indexOf('=')
  const path = written.slice(0, at)
  const text = cleanComment(written.slice(at + 1))
  return at > 0 && parsePath(path) ? { path, reason: 'other', text } : undefined
}

/** `return FILE.rpu -o X.rtn`: sends a submission back with remarks, signed by the unit. */
export async function runReturn(args: readonly string[], output: Output, now: Date): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string', short: 'o' },
      unit: { type: 'string' },
      key: { type: 'string' },
      certificate: { type: 'string' },
      'open-key': { type: 'string' },
      comment: { type: 'string', multiple: true, default: [] },
    },
    allowPositionals: true,
  })
  const { output: target, unit, key, 'open-key': openKey } = values
  const comments = values.comment.flatMap((written) => commentOf(written) ?? [])
  const [file] = positionals
  if (!file || !target || !unit || !key || comments.length === 0 || comments.length < values.comment.length) {
    output.err(usage)
    return exitCode.unreadable
  }
  const { scheme } = await loadScheme()
  const input = await readInput(file, scheme, openKey === undefined ? undefined : await readOpeningKey(openKey))
  if (!input.ok || !input.value.submission) {
    output.err(input.ok ? '这个文件不是报送文件。' : sayError(input.error))
    return exitCode.unreadable
  }
  const { content, digest } = input.value.submission
  const { revision, record } = content
  const slip = {
    id: randomUUID(),
    submissionDigest: digest,
    recordId: record.id,
    revision,
    comments,
    unit: await readUnit(unit),
    returnedAt: now.toISOString(),
  }
  await writeWholeText(target, await signReturnSlip(slip, await readSigningKey(key, values.certificate)))
  output.out(`${target}  退回 ${comments.length} 处`)
  return exitCode.ok
}
