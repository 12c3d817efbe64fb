import { parseArgs } from 'node:util'
import { visibleText } from '#core/characters/visible-text.ts'
import type { ManifestContent } from '#core/pack/pack.ts'
import { schemeRelation } from '#core/scheme/scheme-version.ts'
import { caseIdOf, identityOf } from '#core/review/identity.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { loadTables } from '#server/scheme/load-scheme.ts'
import type { Unit } from '#core/unit/unit.ts'
import { certifiedBy } from './certified.ts'
import { exitCode } from './exit-code.ts'
import { readPackFile, readUnit, textsInFile, writePackFile } from './pack-file.ts'
import type { Output } from './print.ts'
import { makeProgress } from './progress.ts'
import { noteRenamed, type RenamedNotes } from './renamed-text.ts'
import { sayError } from './say-error.ts'
import { readSigningKey } from './signing-key.ts'
import { fromTwoUnits } from './whose.ts'

const usage =
  '用法：caibao merge 上报包… -o 汇总.rpz --unit 单位.json --key 签名密钥.jwk [--certificate 单位证书.uct] [--json]'

type Merged = NonNullable<ManifestContent['merged']>

/** A pack as it is taken in; whose it is stands there once it was read. */
interface SeenPack {
  readonly file: string
  unit?: Unit
}

/** Somebody who is in an earlier pack too, or in the same one before. */
interface Clash {
  readonly name: string
  readonly other: SeenPack
}

interface Gathered {
  readonly digests: string[]
  readonly merged: Merged
  /** Packs that were read, in their order. */
  readonly packs: SeenPack[]
  /** Schemes that packs and submissions were made with, by name and version. */
  readonly schemes: Map<string, ManifestContent['scheme']>
  /** Person → pack they came in last. */
  readonly packByPerson: Map<string, SeenPack>
  readonly problems: string[]
  readonly renamed: RenamedNotes
}

function noteScheme({ schemes }: Gathered, { id, version }: ManifestContent['scheme']): void {
  schemes.set(`${id} ${version}`, { id, version })
}

/** What people have to decide about those who came more than once: between units only where there are two of them. */
function clashProblems(pack: SeenPack, clashes: readonly Clash[]): readonly string[] {
  const { file, unit } = pack
  return clashes.flatMap(({ name, other }) => {
    if (other === pack) return [`M02 ${name} 在 ${file} 里有两份。请对方定下哪一份算数，再上报一次。`]
    return other.unit?.orgCode === unit?.orgCode ? [] : [fromTwoUnits(name, other.file, file)]
  })
}

/**
 * Each pack holds everybody of its unit, so that of two the later counts: the earlier may hold people who were withdrawn
 * since, also where nobody is in both.
 */
function ofOneUnitProblems(pack: SeenPack, earlier: readonly SeenPack[], clashes: readonly Clash[]): readonly string[] {
  const { file, unit } = pack
  return earlier
    .filter((other) => other.unit?.orgCode === unit?.orgCode)
    .map((other) => {
      const people = clashes.filter((clash) => clash.other === other).length
      const shared = people > 0 ? `，有 ${people} 人在两个里都有` : ''
      const both = `${other.file} 和 ${file} 都是“${unit?.name ?? ''}”的上报包${shared}`
      return `M14 ${both}。请只留下最近一次上报全部的那个；要是分开报的，请对方合在一起再上报一次。`
    })
}

/** Takes one pack in; the same person from two units is for people to decide (M15). */
async function gather(
  file: string,
  gathered: Gathered,
  { above, tell }: { readonly above: Unit; readonly tell: (done: number) => void },
): Promise<void> {
  const { digests, merged, packs, packByPerson, problems } = gathered
  const pack: SeenPack = { file }
  const clashes: Clash[] = []
  const manifest = await readPackFile(file, {
    onSubmission({ content, digest }) {
      const person = caseIdOf(identityOf(content.record))
      const other = packByPerson.get(person)
      const name = content.record.basic['name'] ?? ''
      if (other) clashes.push({ name, other })
      packByPerson.set(person, pack)
      digests.push(digest)
      noteScheme(gathered, content.scheme)
      gathered.renamed.take(content)
      tell(digests.length)
    },
  })
  if (!manifest.ok) {
    problems.push(`${file}: ${sayError(manifest.error)}`)
    return
  }
  const { content, digest, signer, certificates } = manifest.value
  const { unit, createdAt: at, since } = content
  pack.unit = unit
  const isAgain = merged.some((known) => known.digest === digest)
  if (!isAgain) problems.push(...clashProblems(pack, clashes), ...ofOneUnitProblems(pack, packs, clashes))
  packs.push(pack)
  // What such a pack does not hold stays as it was above, and what it withdraws goes: nobody here knows the one before.
  if (since !== undefined)
    problems.push(
      `M14 ${file} 只含“${unit.name}”上次上报之后的变化，命令行只汇总全部人员的上报包。请对方上报全部，或在管理版里接收。`,
    )
  if (unit.parent?.orgCode !== above.orgCode)
    problems.push(`M14 ${file} 是“${unit.name}”的上报包，它填报的上级不是本单位。`)
  const certified = await certifiedBy(certificates, { unit, signer, at })
  if (certified.isWrong) problems.push(`${file}: ${certified.line}`)
  if (isAgain) problems.push(`M14 ${content.unit.name} 的这个上报包给了两次。`)
  merged.push({ unit: content.unit, digest, count: content.count })
  noteScheme(gathered, content.scheme)
}

/** What all of them can be judged by: the newest version; undefined when they are not of one scheme. */
function commonScheme(schemes: Gathered['schemes']): ManifestContent['scheme'] | undefined {
  const [first, ...others] = schemes.values()
  let newest = first
  for (const scheme of others) {
    const relation = newest && schemeRelation(scheme, newest)
    if (relation === 'other') return undefined
    if (relation === 'newer') newest = scheme
  }
  return newest
}

function problemsOf({ problems, schemes }: Gathered): readonly string[] {
  if (schemes.size === 0 || commonScheme(schemes)) return problems
  return [...problems, `M16 各上报包用的不是同一个采集方案：${[...schemes.keys()].join('、')}，请先核实。`]
}

/** Texts of all packs in their order, as each is read again; what changed meanwhile is found when the result is read back. */
async function* textsOf(files: readonly string[]): AsyncGenerator<string, void> {
  for (const file of files) yield* textsInFile(file)
}

function tellMerged(
  target: string,
  { digests, merged, schemes, renamed }: Gathered,
  digest: string,
  { output, asJson }: { readonly output: Output; readonly asJson: boolean },
): void {
  const versions = schemes.size > 1 ? { schemes: [...schemes.keys()] } : {}
  const facts = {
    file: target,
    ok: true,
    people: digests.length,
    packs: merged.length,
    digest,
    ...versions,
    ...renamed.facts(),
  }
  const people = `${digests.length} 人，来自 ${merged.length} 个上报包`
  output.out(asJson ? JSON.stringify(facts) : `${target}  ${people}  校验码 ${formatDigest(digest)}`)
  if (asJson) return
  for (const line of renamed.lines()) output.out(visibleText(`  ${line}`))
  if (schemes.size < 2) return
  output.out(visibleText(`  M16 用到的采集方案版本不同：${[...schemes.keys()].join('、')}，目录里写最新的。`))
}

/** `merge PACK… -o X.rpz`: packs of lower units as one, countersigned by the unit above. */
export async function runMerge(args: readonly string[], output: Output, now: Date): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string', short: 'o' },
      unit: { type: 'string' },
      key: { type: 'string' },
      certificate: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const { output: target, unit, key } = values
  if (positionals.length === 0 || !target || !unit || !key) {
    output.err(usage)
    return exitCode.unreadable
  }
  const renamed = noteRenamed(await loadTables())
  const people: Pick<Gathered, 'digests' | 'packByPerson'> = { digests: [], packByPerson: new Map() }
  const gathered: Gathered = { ...people, merged: [], packs: [], schemes: new Map(), problems: [], renamed }
  const tell = makeProgress(output, '核对', { asJson: values.json })
  const above = await readUnit(unit)
  for (const file of positionals) await gather(file, gathered, { above, tell })
  const problems = problemsOf(gathered)
  if (problems.length > 0) {
    for (const problem of problems) output.err(visibleText(problem))
    output.err('以上问题处理完之前没有汇总。')
    return exitCode.refused
  }
  const scheme = commonScheme(gathered.schemes)
  if (!scheme) throw new RangeError('no pack was read')
  const { digests, merged } = gathered
  const manifest = { scheme, createdAt: now.toISOString(), submissions: digests, merged }
  const written = await writePackFile(target, {
    manifest: { ...manifest, unit: above },
    submissions: textsOf(positionals),
    key: await readSigningKey(key, values.certificate, above),
  })
  if (!written.ok) {
    output.err(sayError(written.error))
    return exitCode.refused
  }
  tellMerged(target, gathered, written.value, { output, asJson: values.json })
  return exitCode.ok
}
