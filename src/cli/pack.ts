import { parseArgs } from 'node:util'
import { visibleText } from '#core/characters/visible-text.ts'
import type { Result } from '#core/errors/result.ts'
import { namesRoster, readRosterCode } from '#core/review/roster-code.ts'
import { rosterDigest } from '#core/review/roster.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { recallSubmission } from '#core/submission/recall-submission.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import type { OpeningKey, Unit } from '#core/unit/unit.ts'
import { earlierTexts } from './earlier-text.ts'
import { exitCode } from './exit-code.ts'
import { type GatheredPeople, gatherPeople, type StandingFile } from './gather-people.ts'
import { localDate } from '#server/local-date.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { readUnit, writePackFile } from './pack-file.ts'
import { makeProgress } from './progress.ts'
import type { Output } from './print.ts'
import { readTextFile, unsealed } from './read-input.ts'
import { sayError } from './say-error.ts'
import { readOpeningKeys, readSigningKey } from './signing-key.ts'

const usage =
  '用法：caibao pack 文件夹 -o 上报包.rpz --unit 单位.json --key 签名密钥.jwk [--open-key 开封密钥.jwk] [--roster 名册表校验码] [--certificate 单位证书.uct] [--json]'

async function* textsOf(standing: readonly StandingFile[], keys: readonly OpeningKey[]): AsyncGenerator<string, void> {
  for (const { file, digest } of standing) {
    const written = await readTextFile(file)
    const text = written.ok ? await unsealed(written.value, keys) : written
    const recalled = text.ok ? await recallSubmission(text.value, nodeFileCrypto) : undefined
    if (!text.ok || recalled?.digest !== digest) throw new Error(`${file} 在打包时变了`)
    yield text.value
  }
}

const notThisRoster = {
  changed: 'M12 数据在打印名册表之后改过，请重新打印并盖章，使两者一致。',
  totals: '--roster 给的是统计表的校验码。请扫名册表页脚的二维码，或输入名册表的 16 位校验码。',
} as const

/** The roster printed for exactly these submissions, or why the paper is none: of other ones (M12), or no roster at all. */
async function rosterOf(
  submissions: readonly string[],
  printed: string | undefined,
): Promise<{ readonly digest?: string; readonly problem?: string }> {
  if (printed === undefined) return {}
  const digest = await rosterDigest(submissions)
  const code = readRosterCode(printed)
  // Totals of the same people have the same digest; its digits alone do not tell the two apart.
  if (code?.kind === 'whole' && code.paper === 'totals') return { problem: notThisRoster.totals }
  return code && namesRoster(code, digest) ? { digest } : { problem: notThisRoster.changed }
}

/** What goes into the pack. */
interface Found extends Pick<GatheredPeople, 'standing' | 'scheme'> {
  readonly roster: string | undefined
  readonly unit: Unit
  readonly key: SigningKey
}

interface Asked {
  readonly folder: string
  readonly target: string
  readonly unit: string
  readonly key: string
  readonly certificate: string | undefined
  readonly openKey: string | undefined
  readonly roster: string | undefined
  readonly asJson: boolean
}

/** What was asked for; undefined when something is missing. */
function asked(args: readonly string[]): Asked | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string', short: 'o' },
      unit: { type: 'string' },
      key: { type: 'string' },
      certificate: { type: 'string' },
      'open-key': { type: 'string' },
      roster: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const [folder, ...more] = positionals
  const { output: target, unit, key, certificate, 'open-key': openKey, roster, json: asJson } = values
  const given = { certificate, openKey, roster, asJson }
  // Of several only the first would be packed, and who is in the others would be missing.
  if (!folder || more.length > 0 || !target || !unit || !key) return undefined
  return { folder, target, unit, key, ...given }
}

async function write({ standing, scheme, roster, unit, key }: Found, asks: Asked, now: Date): Promise<Result<string>> {
  const openKeys = await readOpeningKeys(asks.openKey)
  return writePackFile(asks.target, {
    manifest: {
      unit,
      scheme,
      createdAt: now.toISOString(),
      submissions: standing.map(({ digest }) => digest),
      ...(roster !== undefined && { rosterDigest: roster }),
    },
    submissions: textsOf(standing, openKeys),
    key,
  })
}

const leftOutText = (file: string): string =>
  visibleText(`${file} 是本单位先前做的上报包，里面的报送都在文件夹里，没有另外计入。`)

/** `pack DIR -o X.rpz`: everyone's newest submission, checked, countersigned by the unit. */
export async function runPack(args: readonly string[], output: Output, now: Date): Promise<number> {
  const asks = asked(args)
  if (!asks) {
    output.err(usage)
    return exitCode.unreadable
  }
  const { folder, openKey, asJson } = asks
  const tell = makeProgress(output, '检查', { asJson })
  const unit = await readUnit(asks.unit)
  const key = await readSigningKey(asks.key, asks.certificate, unit)
  const own = { unit, kid: await nodeFileCrypto.thumbprint(key.publicJwk) }
  const gathered = await gatherPeople({ folder, openKey, today: localDate(now), own }, tell)
  const { standing, scheme, earlier, leftOut } = gathered
  const problems = [...gathered.problems]
  const roster = await rosterOf(
    standing.map(({ digest }) => digest),
    asks.roster,
  )
  if (roster.problem !== undefined) problems.push(roster.problem)
  if (problems.length > 0) {
    for (const problem of problems) output.err(visibleText(problem))
    output.err('以上问题处理完之前没有生成上报包。')
    return exitCode.refused
  }
  const written = await write({ standing, scheme, roster: roster.digest, unit, key }, asks, now)
  if (!written.ok) {
    output.err(sayError(written.error))
    return exitCode.refused
  }
  const digest = written.value
  const told = {
    ...(earlier.size > 0 && { earlier: Object.fromEntries(earlier) }),
    ...(leftOut.length > 0 && { skipped: leftOut }),
  }
  const facts = { file: asks.target, ok: true, people: standing.length, digest, ...told }
  output.out(asJson ? JSON.stringify(facts) : `${asks.target}  ${standing.length} 人  校验码 ${formatDigest(digest)}`)
  if (!asJson) for (const line of [...earlierTexts(earlier), ...leftOut.map(leftOutText)]) output.out(`  ${line}`)
  return exitCode.ok
}
