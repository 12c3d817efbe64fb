import { basename, dirname, extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { visibleText } from '#core/characters/visible-text.ts'
import { csvMark, csvRow } from '#core/spreadsheet/csv.ts'
import { exportPeople, type ExportSources } from '#core/spreadsheet/export-people.ts'
import { personRows, recordHeads, type TabledPerson } from '#core/spreadsheet/record-tables.ts'
import { earlierTexts } from './earlier-text.ts'
import { exitCode } from './exit-code.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { type PeopleInFiles, peopleInFiles } from './people-in.ts'
import { withPiecesOnDisk } from './pieces-on-disk.ts'
import type { Output } from './print.ts'
import { makeProgress } from './progress.ts'
import { noteRenamed, type RenamedNotes } from './renamed-text.ts'
import { readOpeningKeys } from './signing-key.ts'
import { writeWholeFile, writeWholeFiles } from './write-whole-file.ts'
import { withdrawnFacts, withdrawnTexts } from './withdrawn-text.ts'

const usage = '用法：caibao export 文件夹或上报包 -o 人员.xlsx|人员.csv|人员.json [--open-key 开封密钥.jwk] [--json]'

/** One file for each table: 基本信息 has the name that was given, the others the name of their sheet behind it. */
async function writeCsvFiles(file: string, people: AsyncIterable<TabledPerson>, sources: ExportSources): Promise<void> {
  const { scheme, tables } = sources
  const stem = join(dirname(file), basename(file, extname(file)))
  const heads = recordHeads(scheme)
  const files = heads.map(({ name }, table) => (table === 0 ? file : `${stem}-${name}${extname(file)}`))
  await writeWholeFiles(files, async (add) => {
    for (const [table, { columns }] of heads.entries()) {
      await add(table, csvMark + csvRow(columns.map(({ title }) => title)))
    }
    for await (const person of people) {
      for (const { sheet, values } of personRows(person, scheme, tables)) await add(sheet, csvRow(values))
    }
  })
}

async function writeWorkbook(file: string, people: AsyncIterable<TabledPerson>, sources: ExportSources): Promise<void> {
  await withPiecesOnDisk(file, (openStore) =>
    writeWholeFile(file, exportPeople(people, 'xlsx', sources, { openStore })),
  )
}

function tellExported(
  file: string,
  people: PeopleInFiles,
  { output, asJson, renamed }: { readonly output: Output; readonly asJson: boolean; readonly renamed: RenamedNotes },
): void {
  const { digests, earlier } = people
  const told = { ...(earlier.size > 0 && { earlier: Object.fromEntries(earlier) }), ...withdrawnFacts(people) }
  if (asJson) return output.out(JSON.stringify({ file, ok: true, people: digests.length, ...told, ...renamed.facts() }))
  output.out(`${file}  ${digests.length} 人`)
  for (const line of [...earlierTexts(earlier), ...withdrawnTexts(people)]) output.out(`  ${line}`)
  for (const line of renamed.lines()) output.out(visibleText(`  ${line}`))
}

/** `export DIR|PACK -o X.xlsx|X.csv|X.json`: everyone's newest submission as tables. */
export async function runExport(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string', short: 'o' },
      'open-key': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const [path, ...more] = positionals
  const format = extname(values.output ?? '')
    .slice(1)
    .toLowerCase()
  const isOne = path !== undefined && more.length === 0
  if (!isOne || values.output === undefined || !['xlsx', 'csv', 'json'].includes(format)) {
    output.err(usage)
    return exitCode.unreadable
  }
  const openKey = values['open-key']
  const keys = await readOpeningKeys(openKey)
  const loaded = await loadScheme()
  const sources: ExportSources = loaded
  const found = await peopleInFiles(path, {
    scheme: loaded.bundle.manifest,
    keys,
    onProgress: makeProgress(output, '核对', { asJson: values.json }),
  })
  for (const problem of found.problems) output.err(visibleText(problem))
  if (found.problems.length > 0) {
    output.err('以上问题处理完之前没有导出。')
    return exitCode.refused
  }
  const total = found.digests.length
  const renamed = noteRenamed(loaded)
  async function* people(): AsyncGenerator<TabledPerson, void> {
    const tell = makeProgress(output, '导出', { asJson: values.json, total })
    let done = 0
    for await (const { content, digest } of found.each()) {
      renamed.take(content)
      yield { record: content.record, digest }
      tell((done += 1))
    }
  }
  if (format === 'csv') await writeCsvFiles(values.output, people(), sources)
  else if (format === 'json') await writeWholeFile(values.output, exportPeople(people(), 'json', sources))
  else await writeWorkbook(values.output, people(), sources)
  tellExported(values.output, found, { output, asJson: values.json, renamed })
  return exitCode.ok
}
