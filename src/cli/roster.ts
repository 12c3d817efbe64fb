import { parseArgs } from 'node:util'
import { encode } from 'uqr'
import { visibleText } from '#core/characters/visible-text.ts'
import { pdfFile } from '#core/print/pdf-file.ts'
import { a4Landscape } from '#core/print/paper.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { renderTable, type TablePrint } from '#core/print/table-document.ts'
import { type RosterColumn, rosterDigest, rosterValues, usualRosterColumns } from '#core/review/roster.ts'
import { fieldByKey, sheetByKey } from '#core/scheme/scheme.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { localFontPacks } from '#server/fonts/local-packs.ts'
import { exitCode } from './exit-code.ts'
import { type LoadedScheme, loadScheme } from './load-scheme.ts'
import { type PeopleInFiles, peopleInFiles } from './people-in.ts'
import type { Output } from './print.ts'
import { makeProgress } from './progress.ts'
import { readOpeningKey } from './signing-key.ts'
import { writeWholeFile } from './write-whole-file.ts'

const usage = '用法：caibao roster 文件夹或上报包 -o 名册表.pdf [--open-key 开封密钥.jwk] [--json]'
const title = '广西专业技术人员信息采集名册表'
const boxes = ['填报人（签名）', '审核人（签名）', '单位负责人（签名）', '单位（公章）', '日期']
const always = Array.from({ length: 95 }, (_, index) => String.fromCodePoint(index + 32)).join('')

const fieldOf = ({ sheet, field }: RosterColumn, { scheme }: LoadedScheme) => {
  const of = sheetByKey(scheme, sheet)
  return of && fieldByKey(of, field)
}

/** Rows of the roster in the order of names, each value as people read it. */
async function rowsOf(
  people: PeopleInFiles,
  loaded: LoadedScheme,
  tell: (done: number) => void,
): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = []
  const fields = usualRosterColumns.map((column) => fieldOf(column, loaded))
  for await (const { content } of people.each()) {
    const values = rosterValues(content.record, usualRosterColumns).map((value, index) => {
      const field = fields[index]
      return field?.kind === 'code' ? (loaded.tables.table(field.table)?.get(value)?.name ?? value) : value
    })
    rows.push(values.map(visibleText))
    tell(rows.length)
  }
  const byName = new Intl.Collator('zh-CN')
  rows.sort(
    ([a = '', ...restA], [b = '', ...restB]) => byName.compare(a, b) || byName.compare(restA.join(), restB.join()),
  )
  return rows.map((values, index) => [String(index + 1)].concat(values))
}

interface PrintedRoster {
  readonly bytes: Uint8Array
  readonly missing: readonly string[]
}

async function printRoster(
  rows: readonly (readonly string[])[],
  digest: string,
  loaded: LoadedScheme,
): Promise<PrintedRoster> {
  const labels = usualRosterColumns.map((column) => fieldOf(column, loaded)?.label ?? column.field)
  const print: TablePrint = {
    title,
    paper: a4Landscape,
    columns: [
      { title: '序号', share: 4, align: 'middle' },
      ...labels.map((label) => ({ title: label, share: label === '身份证号' ? 16 : 12 })),
    ],
    rows,
    totals: `合计 ${rows.length} 人`,
    boxes,
    marks: { note: title, digest: formatDigest(digest), qr: encode(`CAIBAO:ROSTER:${digest}`).data },
  }
  const used = new Set(always + title + boxes.join('') + labels.join('') + '序号合计人校验码第页共/')
  for (const row of rows) for (const value of row) for (const character of value) used.add(character)
  const fonts = new PrintFonts(await localFontPacks(used))
  const bytes = await pdfFile(renderTable(print, fonts), fonts, title)
  return { bytes, missing: [...fonts.missing] }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes
}

/** `roster DIR|PACK -o X.pdf`: the roster of everyone's newest submission, bound to exactly this data by its digest. */
export async function runRoster(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string', short: 'o' },
      'open-key': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const [path] = positionals
  if (path === undefined || values.output === undefined) {
    output.err(usage)
    return exitCode.unreadable
  }
  const openKey = values['open-key']
  const key = openKey === undefined ? undefined : await readOpeningKey(openKey)
  const loaded = await loadScheme()
  const asJson = values.json
  const people = await peopleInFiles(path, { key, onProgress: makeProgress(output, '核对', { asJson }) })
  for (const problem of people.problems) output.err(visibleText(problem))
  if (people.problems.length > 0) {
    output.err('以上问题处理完之前没有打印名册表。')
    return exitCode.refused
  }
  const rows = await rowsOf(people, loaded, makeProgress(output, '名册表', { asJson, total: people.digests.length }))
  const digest = await rosterDigest(usualRosterColumns, people.digests)
  const { bytes, missing } = await printRoster(rows, digest, loaded)
  if (missing.length > 0) {
    output.err(`这些字没有字形，印出来会是空白，没有生成名册表：${visibleText(missing.join(''))}`)
    return exitCode.refused
  }
  await writeWholeFile(values.output, once(bytes))
  output.out(
    asJson
      ? JSON.stringify({ file: values.output, ok: true, people: rows.length, digest })
      : `${values.output}  ${rows.length} 人  校验码 ${formatDigest(digest)}`,
  )
  return exitCode.ok
}
