import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { visibleText } from '#core/characters/visible-text.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { parsePath } from '#core/record/field-path.ts'
import { cleanComment } from '#core/return-slip/clean-comment.ts'
import type { ReturnComment } from '#core/return-slip/return-slip.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import type { Submission } from '#core/submission/submission.ts'
import { exitCode } from './exit-code.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { readUnit } from './pack-file.ts'
import type { Output } from './print.ts'
import { readInput } from './read-input.ts'
import { sayError } from './say-error.ts'
import { readOpeningKeys, readSigningKey } from './signing-key.ts'
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

interface Order {
  readonly file: string
  readonly target: string
  readonly unit: string
  readonly key: string
  readonly comments: readonly ReturnComment[]
  readonly certificate: string | undefined
  readonly openKey: string | undefined
}

function asked(args: readonly string[]): Order | undefined {
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
  const { output: target, unit, key, certificate, 'open-key': openKey } = values
  const comments = values.comment.flatMap((written) => commentOf(written) ?? [])
  const [file, ...more] = positionals
  if (more.length > 0) return undefined
  if (!file || !target || !unit || !key || comments.length === 0 || comments.length < values.comment.length)
    return undefined
  return { file, target, unit, key, comments, certificate, openKey }
}

/** The slip as a file that every reader takes. */
async function slipFor({ content, digest }: Submission, order: Order, now: Date): Promise<Result<string>> {
  const { revision, record } = content
  const unit = await readUnit(order.unit)
  const slip = {
    id: randomUUID(),
    submissionDigest: digest,
    recordId: record.id,
    revision,
    comments: [...order.comments],
    unit,
    returnedAt: now.toISOString(),
  }
  const text = await signReturnSlip(slip, await readSigningKey(order.key, order.certificate, unit))
  const readBack = await readReturnSlip(text)
  return readBack.ok ? ok(text) : readBack
}

/** `return FILE.rpu -o X.rtn`: sends a submission back with remarks, signed by the unit. */
export async function runReturn(args: readonly string[], output: Output, now: Date): Promise<number> {
  const order = asked(args)
  if (!order) {
    output.err(usage)
    return exitCode.unreadable
  }
  const { file, target, comments, openKey } = order
  const { scheme } = await loadScheme()
  const input = await readInput(file, scheme, await readOpeningKeys(openKey))
  if (!input.ok || !input.value.submission) {
    output.err(input.ok ? '这个文件不是报送文件。' : sayError(input.error))
    return exitCode.unreadable
  }
  const { submission } = input.value
  // The person's app looks for what the slip is about: what the unit made of it was never there.
  if (submission.content.corrections) {
    output.err('这份是单位改过的，本人那里没有；请用本人报送的原件退回。')
    return exitCode.refused
  }
  const text = await slipFor(submission, order, now)
  if (!text.ok) {
    output.err(visibleText(`${file}: ${sayError(text.error)}`))
    return exitCode.refused
  }
  await writeWholeText(target, text.value)
  output.out(`${target}  退回 ${comments.length} 处`)
  return exitCode.ok
}
