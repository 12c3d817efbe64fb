import { parseArgs } from 'node:util'
import { visibleText } from '#core/characters/visible-text.ts'
import type { Result } from '#core/errors/result.ts'
import { type CorrectedSubmission, correctSubmission, type WantedCorrection } from '#core/review/correct-submission.ts'
import { withNewCodeNames } from '#core/record/code-names.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { fieldPlaces } from '#core/review/field-places.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { readUserName } from '#core/unit/user-name.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { type LoadedScheme, loadScheme } from '#server/scheme/load-scheme.ts'
import { exitCode } from './exit-code.ts'
import { localDate } from '#server/local-date.ts'
import type { Output } from './print.ts'
import { readInput } from './read-input.ts'
import { sayError } from './say-error.ts'
import { readOpeningKeys, readSigningKey } from './signing-key.ts'
import { writeWholeText } from './write-whole-file.ts'

const usage =
  '用法：caibao correct 文件.rpu -o 改后.rpu --key 签名密钥.jwk --by 采集员 --set basic.mobile=新值 --reason 理由 [--set … --reason …] [--open-key 开封密钥.jwk] [--certificate 单位证书.uct]'

/** What was asked for: each `--set` goes with the `--reason` in the same place. */
function wantedOf(sets: readonly string[], reasons: readonly string[]): readonly WantedCorrection[] | undefined {
  const wanted = sets.flatMap((written, index) => {
    const [at, reason] = [written.indexOf('='), reasons[index]?.trim() ?? '']
    return at > 0 && reason !== '' ? [{ path: written.slice(0, at), after: written.slice(at + 1), reason }] : []
  })
  // Twice the same place would be signed as two changes of the same value.
  const isEach = new Set(wanted.map(({ path }) => path)).size === sets.length && sets.length === reasons.length
  return wanted.length > 0 && isEach ? wanted : undefined
}

interface Order {
  readonly file: string
  readonly target: string
  readonly key: string
  readonly by: string
  readonly wanted: readonly WantedCorrection[]
  readonly certificate: string | undefined
  readonly openKey: string | undefined
}

function asked(args: readonly string[]): Order | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string', short: 'o' },
      key: { type: 'string' },
      by: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      reason: { type: 'string', multiple: true, default: [] },
      certificate: { type: 'string' },
      'open-key': { type: 'string' },
    },
    allowPositionals: true,
  })
  const { output: target, key, by, certificate, 'open-key': openKey } = values
  const wanted = wantedOf(values.set, values.reason)
  const [file, ...more] = positionals
  if (!file || more.length > 0 || !target || !key || by === undefined || !wanted) return undefined
  return { file, target, key, by, wanted, certificate, openKey }
}

/** The correction as a file that every reader takes. */
async function correctedFile(...given: Parameters<typeof correctSubmission>): Promise<Result<CorrectedSubmission>> {
  const made = await correctSubmission(...given)
  const readBack = made.ok ? await readSubmission(made.value.text, nodeFileCrypto) : made
  return readBack.ok ? made : readBack
}

interface Refusal {
  readonly exit: number
  readonly lines: readonly string[]
}

const refuse = (lines: readonly string[], exit: number = exitCode.refused): Refusal => ({ exit, lines })

async function correctionOf(order: Order, loaded: LoadedScheme, now: Date): Promise<CorrectedSubmission | Refusal> {
  const { file, wanted, openKey } = order
  const { scheme } = loaded.bundle
  const by = readUserName(order.by)
  if (!by.ok) return refuse([sayError(by.error)], exitCode.unreadable)
  const input = await readInput(file, scheme, await readOpeningKeys(openKey))
  if (!input.ok) return refuse([`${file}: ${sayError(input.error)}`], exitCode.unreadable)
  const { submission, record } = input.value
  if (!submission) return refuse(['这个文件不是报送文件。'], exitCode.unreadable)
  const places = new Set(fieldPlaces(record, scheme).map(({ path }) => path))
  const elsewhere = wanted.filter(({ path }) => !places.has(path))
  if (elsewhere.length > 0) return refuse(elsewhere.map(({ path }) => `${file}: 没有“${path}”这一栏，没有修改。`))
  const key = await readSigningKey(order.key, order.certificate)
  const named = (made: PersonRecord): PersonRecord => withNewCodeNames(made, scheme, loaded.tables)
  const made = await correctedFile(submission, wanted, { by: by.value, at: now.toISOString(), key, named })
  return made.ok ? made.value : refuse([`${file}: ${sayError(made.error)}`])
}

/** `correct FILE.rpu -o X.rpu`: 修改 on behalf of the person (M10), signed by the unit; the original stays as it is. */
export async function runCorrect(args: readonly string[], output: Output, now: Date): Promise<number> {
  const order = asked(args)
  if (!order) {
    output.err(usage)
    return exitCode.unreadable
  }
  const loaded = await loadScheme()
  const made = await correctionOf(order, loaded, now)
  if ('lines' in made) {
    for (const line of made.lines) output.err(visibleText(line))
    return made.exit
  }
  const { changes, content, digest, text } = made
  await writeWholeText(order.target, text)
  for (const { path, before, after } of changes)
    output.out(visibleText(`  ${path}  ${before || '（空）'} → ${after || '（空）'}`))
  const open = loaded.engine
    .check(content.record, { today: localDate(now) })
    .filter(({ severity }) => severity === 'error')
  output.out(`${order.target}  修改 ${changes.length} 处  校验码 ${formatDigest(digest)}  还有 ${open.length} 处必改`)
  return exitCode.ok
}
