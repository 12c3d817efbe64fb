import { parseArgs } from 'node:util'
import { encode } from 'uqr'
import { visibleText } from '#core/characters/visible-text.ts'
import { marksOver } from '#core/print/page-marks.ts'
import { pdfPieces } from '#core/print/pdf-file.ts'
import { a3Landscape, a4Landscape, type PaperSize } from '#core/print/paper.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { type RosterPerson, type RosterPrint, rosterTable } from '#core/print/roster-document.ts'
import { tablePages } from '#core/print/table-document.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { isOrderKnown, type PersonOrder, personOrders } from '#core/review/person-order.ts'
import { rosterCodeText } from '#core/review/roster-code.ts'
import { rosterGroup, rosterWords } from '#core/review/roster-words.ts'
import { columnLabel } from '#core/review/roster-columns.ts'
import { type RosterColumn, rosterDigest } from '#core/review/roster.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { localFontPacks } from '#server/fonts/local-packs.ts'
import { earlierTexts } from './earlier-text.ts'
import { exitCode } from './exit-code.ts'
import { localDate } from '#server/local-date.ts'
import { loadTables, type SchemeTables } from '#server/scheme/load-scheme.ts'
import { readUnit } from './pack-file.ts'
import { type PeopleInFiles, peopleInFiles } from './people-in.ts'
import type { Output } from './print.ts'
import { makeProgress } from './progress.ts'
import { noteRenamed, type RenamedNotes } from './renamed-text.ts'
import { columnsAsked } from './roster-columns.ts'
import { readOpeningKeys } from './signing-key.ts'
import { writeWholeFile } from './write-whole-file.ts'
import { withdrawnFacts, withdrawnTexts } from './withdrawn-text.ts'

const usage =
  '用法：caibao roster 文件夹或上报包 -o 名册表.pdf --unit 单位.json [--order pinyin|stroke|unit] [--paper a4|a3] [--columns 姓名,身份证号,…] [--open-key 开封密钥.jwk] [--json]'
const title = '广西专业技术人员信息采集名册表'
// What stands on the paper beside the values.
const always = `${Array.from({ length: 95 }, (_, index) => String.fromCodePoint(index + 32)).join('')}　（）：，年月日第页共合本小累计人填报审核单位负责签名公章打印期校验码序号采集`

const papers: Readonly<Record<string, PaperSize>> = { a4: a4Landscape, a3: a3Landscape }

interface Asked {
  readonly path: string
  readonly target: string
  readonly unit: string
  readonly order: PersonOrder
  readonly paper: PaperSize
  /** As they were named; undefined for the usual ones. */
  readonly columns: string | undefined
  readonly openKey: string | undefined
  readonly asJson: boolean
}

/** What was asked for; undefined when something is missing. */
function asked(args: readonly string[]): Asked | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string', short: 'o' },
      unit: { type: 'string' },
      order: { type: 'string', default: 'pinyin' },
      paper: { type: 'string', default: 'a4' },
      columns: { type: 'string' },
      'open-key': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const { output: target, unit, columns, 'open-key': openKey, json: asJson } = values
  const [path, ...more] = positionals
  const order = personOrders.find((each) => each === values.order)
  if (!path || more.length > 0 || !target || !unit) return undefined
  const paper = Object.hasOwn(papers, values.paper) ? papers[values.paper] : undefined
  if (!order || !isOrderKnown(order) || !paper) return undefined
  return { path, target, unit, order, paper, columns, openKey, asJson }
}

function personOn(loaded: SchemeTables, columns: readonly RosterColumn[]): (record: PersonRecord) => RosterPerson {
  return (record) => {
    const { name = '', idNumber = '', employer = '' } = record.basic
    const values = rosterWords(record, columns, loaded)
    return { name, idNumber, unit: employer, group: rosterGroup(record, loaded), values }
  }
}

function charactersOf({ columns, people, unit }: RosterPrint): ReadonlySet<string> {
  const used = new Set(always + title + unit.name + unit.orgCode + columns.join(''))
  for (const { values, group } of people) {
    for (const value of [...values, group]) for (const character of value) used.add(character)
  }
  return used
}

async function drawRoster(print: RosterPrint) {
  const fonts = new PrintFonts(await localFontPacks(charactersOf(print)))
  const table = rosterTable(print, fonts)
  const source = { pages: tablePages(table, fonts), over: marksOver(table.paper, fonts, table.marks) }
  return { pieces: pdfPieces(source, fonts, title), fonts }
}

interface Setting {
  readonly asks: Asked
  readonly loaded: SchemeTables
  readonly renamed: RenamedNotes
  readonly columns: readonly RosterColumn[]
  readonly today: string
  readonly tell: (done: number) => void
}

async function rosterOf(people: PeopleInFiles, digest: string, setting: Setting): Promise<RosterPrint> {
  const { asks, loaded, renamed, columns, today, tell } = setting
  const toPerson = personOn(loaded, columns)
  const listed: RosterPerson[] = []
  for await (const { content } of people.each()) {
    listed.push(toPerson(content.record))
    renamed.take(content)
    tell(listed.length)
  }
  const { name, orgCode } = await readUnit(asks.unit)
  const code = rosterCodeText({ digest, count: listed.length })
  return {
    title,
    unit: { name, orgCode },
    printedOn: today,
    columns: columns.map((column) => columnLabel(column, loaded.scheme)),
    people: listed,
    order: asks.order,
    paper: asks.paper,
    marks: { note: title, digest: formatDigest(digest), qr: encode(code).data },
  }
}

class GlyphsMissing extends Error {}

/** The file; throws at its end when a character was left blank, so that it is not kept. */
async function* drawn(print: RosterPrint): AsyncGenerator<Uint8Array, void> {
  const { pieces, fonts } = await drawRoster(print)
  yield* pieces
  if (fonts.missing.size > 0) throw new GlyphsMissing([...fonts.missing].join(''))
}

/** `roster DIR|PACK -o X.pdf`: the roster of everyone's newest submission, bound to exactly this data by its digest. */
export async function runRoster(args: readonly string[], output: Output, now: Date): Promise<number> {
  const asks = asked(args)
  if (!asks) {
    output.err(usage)
    return exitCode.unreadable
  }
  const { asJson, target } = asks
  const loaded = await loadTables()
  const columns = columnsAsked(asks.columns, { scheme: loaded.scheme, paper: asks.paper }, output)
  if (!columns) return exitCode.unreadable
  const keys = await readOpeningKeys(asks.openKey)
  const people = await peopleInFiles(asks.path, {
    scheme: loaded.bundle.manifest,
    keys,
    onProgress: makeProgress(output, '核对', { asJson }),
  })
  for (const problem of people.problems) output.err(visibleText(problem))
  if (people.problems.length > 0) {
    output.err('以上问题处理完之前没有打印名册表。')
    return exitCode.refused
  }
  const digest = await rosterDigest(people.digests)
  const renamed = noteRenamed(loaded)
  const tell = makeProgress(output, '名册表', { asJson, total: people.digests.length })
  const print = await rosterOf(people, digest, { asks, loaded, renamed, columns, today: localDate(now), tell })
  try {
    await writeWholeFile(target, drawn(print))
  } catch (cause) {
    if (!(cause instanceof GlyphsMissing)) throw cause
    output.err(`这些字没有字形，印出来会是空白，没有生成名册表：${visibleText(cause.message)}`)
    return exitCode.refused
  }
  const count = print.people.length
  const { earlier } = people
  const told = { ...(earlier.size > 0 && { earlier: Object.fromEntries(earlier) }), ...withdrawnFacts(people) }
  const facts = { file: target, ok: true, people: count, digest, ...told, ...renamed.facts() }
  output.out(asJson ? JSON.stringify(facts) : `${target}  ${count} 人  校验码 ${formatDigest(digest)}`)
  if (asJson) return exitCode.ok
  for (const line of [...earlierTexts(earlier), ...withdrawnTexts(people)]) output.out(`  ${line}`)
  for (const line of renamed.lines()) output.out(visibleText(`  ${line}`))
  return exitCode.ok
}
