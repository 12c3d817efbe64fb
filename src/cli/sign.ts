import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { visibleText } from '#core/characters/visible-text.ts'
import { withCodeNames } from '#core/record/code-names.ts'
import { withoutGivenUp } from '#core/record/given-up.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { exitCode } from './exit-code.ts'
import { givenUpLines } from './given-up-lines.ts'
import { localDate } from '#server/local-date.ts'
import { type LoadedScheme, loadScheme } from '#server/scheme/load-scheme.ts'
import type { Output } from './print.ts'
import { type Input, readInput } from './read-input.ts'
import { sayError } from './say-error.ts'
import { freshSigningKey, readSigningKey } from './signing-key.ts'

const usage = '用法：caibao sign 记录.json -o 文件.rpu [--key 密钥.jwk] [--reason 对提醒的说明]'

interface Refusal {
  readonly lines: readonly string[]
}

function contentOf(input: Input, loaded: LoadedScheme, reason: string, now: Date): SubmissionContent | Refusal {
  const { engine, bundle, tables } = loaded
  const { record } = engine.clean(withoutGivenUp(input.record, bundle.scheme))
  const issues = engine.check(record, { today: localDate(now) })
  const inTheWay = issues.filter(({ severity }) => severity === 'error' || (severity === 'warning' && reason === ''))
  if (inTheWay.length > 0) {
    return { lines: inTheWay.map(({ rule, path, message }) => `  ${rule} ${path} ${message}`) }
  }
  const { id, version, digest } = bundle.manifest
  const before = input.submission
  return {
    record: withCodeNames(record, bundle.scheme, tables),
    revision: (before?.content.revision ?? 0) + 1,
    ...(before && { previous: before.digest }),
    scheme: { id, version, digest },
    createdAt: now.toISOString(),
    warnings: issues.filter(({ severity }) => severity === 'warning').map(({ rule, path }) => ({ rule, path, reason })),
  } satisfies SubmissionContent
}

/** `sign RECORD.json -o X.rpu`: checks and signs a record, as the app does at 生成报送. */
export async function runSign(args: readonly string[], output: Output, now: Date): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string', short: 'o' },
      key: { type: 'string' },
      reason: { type: 'string', default: '' },
    },
    allowPositionals: true,
  })
  const [file] = positionals
  if (file === undefined || values.output === undefined || positionals.length > 1) {
    output.err(usage)
    return exitCode.unreadable
  }
  const loaded = await loadScheme()
  const input = await readInput(file, loaded.bundle.scheme, [])
  if (!input.ok) {
    output.err(`${file}: ${sayError(input.error)}（${input.error.code}）`)
    return exitCode.unreadable
  }
  for (const line of givenUpLines(input.value.record, loaded.bundle.scheme)) output.err(`${line}，没有写进去。`)
  const content = contentOf(input.value, loaded, values.reason, now)
  if ('lines' in content) {
    output.err(`${file}: 还有必改项，或有没写说明的提醒（--reason），没有生成。`)
    for (const line of content.lines) output.err(visibleText(line))
    return exitCode.refused
  }
  const key = values.key === undefined ? await freshSigningKey() : await readSigningKey(values.key)
  const signed = await signSubmission(content, key)
  const readBack = await readSubmission(signed.text, nodeFileCrypto)
  if (!readBack.ok) {
    output.err(`${file}: ${sayError(readBack.error)}`)
    return exitCode.refused
  }
  await writeFile(values.output, signed.text, { flag: 'wx' })
  output.out(`${values.output}  第 ${content.revision} 次报送  校验码 ${formatDigest(signed.digest)}`)
  return exitCode.ok
}
