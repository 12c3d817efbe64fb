import { parseArgs } from 'node:util'
import { visibleText } from '#core/characters/visible-text.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import { caseIdOf, identityOf } from '#core/review/identity.ts'
import { isNewer } from '#core/review/review-case.ts'
import { formatDigest } from '#core/submission/digest.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { exitCode } from './exit-code.ts'
import { findFiles } from './find-files.ts'
import { localDate } from './local-date.ts'
import { type LoadedScheme, loadScheme } from '#server/scheme/load-scheme.ts'
import { readUnit, writePackFile } from './pack-file.ts'
import type { Output } from './print.ts'
import { readInput } from './read-input.ts'
import { readOpeningKey, readSigningKey } from './signing-key.ts'

const usage = '用法：caibao pack 文件夹 -o 上报包.rpz --unit 单位.json --key 签名密钥.jwk [--open-key 开封密钥.jwk]'

/** The newest submission of a person. */
interface Standing {
  readonly file: string
  readonly digest: string
  readonly revision: number
  /** What the rules refuse in it. */
  readonly errors: readonly string[]
}

interface Gathered {
  readonly byPerson: Map<string, Standing>
  /** Files that cannot be read. */
  readonly problems: string[]
}

interface Sources {
  readonly loaded: LoadedScheme
  readonly today: string
  readonly key: OpeningKey | undefined
}

/** Takes one file in: the newest revision of each person counts, and only what no rule refuses. */
async function gather(file: string, gathered: Gathered, { loaded, today, key }: Sources): Promise<void> {
  const input = await readInput(file, loaded.bundle.scheme, key)
  if (!input.ok || !input.value.submission) {
    gathered.problems.push(`${file}: ${input.ok ? '不是报送文件' : toChinese(input.error)}`)
    return
  }
  const { record, submission } = input.value
  const { digest, content } = submission
  const person = caseIdOf(identityOf(record))
  const standing = gathered.byPerson.get(person)
  if (standing && !isNewer({ digest, revision: content.revision }, standing)) return
  const errors = loaded.engine
    .check(record, { today })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, path, message }) => `${file}: ${rule} ${path} ${message}`)
  gathered.byPerson.set(person, { file, digest, revision: content.revision, errors })
}

async function* textsOf(standing: readonly Standing[], { loaded, key }: Sources): AsyncGenerator<string, void> {
  for (const { file, digest } of standing) {
    const input = await readInput(file, loaded.bundle.scheme, key)
    if (!input.ok || input.value.submission?.digest !== digest) throw new Error(`${file} 在打包时变了`)
    yield input.value.submission.text
  }
}

/** `pack DIR -o X.rpz`: everyone's newest submission, checked, countersigned by the unit. */
export async function runPack(args: readonly string[], output: Output, now: Date): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string', short: 'o' },
      unit: { type: 'string' },
      key: { type: 'string' },
      'open-key': { type: 'string' },
    },
    allowPositionals: true,
  })
  const [folder] = positionals
  if (folder === undefined || values.output === undefined || !values.unit || !values.key) {
    output.err(usage)
    return exitCode.unreadable
  }
  const openKey = values['open-key']
  const key = openKey === undefined ? undefined : await readOpeningKey(openKey)
  const sources: Sources = { loaded: await loadScheme(), today: localDate(now), key }
  const gathered: Gathered = { byPerson: new Map(), problems: [] }
  for (const file of await findFiles(folder, '.rpu')) await gather(file, gathered, sources)
  const problems = [...gathered.problems, ...[...gathered.byPerson.values()].flatMap(({ errors }) => errors)]
  if (problems.length > 0) {
    for (const problem of problems) output.err(visibleText(problem))
    output.err('以上问题处理完之前没有生成上报包。')
    return exitCode.refused
  }
  const standing = [...gathered.byPerson.values()].sort((a, b) => (a.digest < b.digest ? -1 : 1))
  const { id, version } = sources.loaded.bundle.manifest
  const written = await writePackFile(values.output, {
    manifest: {
      unit: await readUnit(values.unit),
      scheme: { id, version },
      createdAt: now.toISOString(),
      submissions: standing.map(({ digest }) => digest),
    },
    submissions: textsOf(standing, sources),
    key: await readSigningKey(values.key),
  })
  if (!written.ok) {
    output.err(toChinese(written.error))
    return exitCode.refused
  }
  output.out(`${values.output}  ${standing.length} 人  校验码 ${formatDigest(written.value.digest)}`)
  return exitCode.ok
}
