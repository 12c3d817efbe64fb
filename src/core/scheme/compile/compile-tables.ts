import type { TableData } from '#core/codes/table-data.ts'
import type { CodesFiles, TablesById } from './codes-files.ts'
import { compileTable, type SourceRow, splitList } from './compile-table.ts'
import { type MergePart, mergeRows, mergeSource } from './merge-tables.ts'
import type { Problem } from './problem.ts'
import { readCsv, tablePath } from './read-table.ts'
import { checkShape, readYaml } from './read-yaml.ts'
import { makeSpell } from './spell-names.ts'
import { type PlainTable, tablesFileSchema } from './table-source.ts'

const headFile = 'tables.yaml'

function readRows(id: string, files: CodesFiles, problems: Problem[]): readonly SourceRow[] {
  return readCsv(`${id}.csv`, files, problems).map(({ file, line, cells }) => ({
    file,
    line,
    cells,
    aliases: splitList(cells['aliases']),
  }))
}

function checkLinks(
  { source, rows }: MergePart,
  tables: TablesById,
  report: (row: SourceRow | undefined, message: string) => void,
): void {
  for (const [attr, target] of Object.entries(source.links)) {
    const known = new Set(tables[target]?.codes)
    if (known.size === 0) report(undefined, `没有代码表“${target}”`)
    if (!Object.hasOwn(source.attrs, attr)) report(undefined, `没有属性“${attr}”`)
    for (const row of rows) {
      const broken = splitList(row.cells[attr]).filter((code) => !known.has(code))
      if (broken.length > 0) report(row, `“${attr}”指向的“${broken.join('|')}”不在代码表“${target}”中`)
    }
  }
}

/** Compiles `codes/tables/`: every table of `tables.yaml` from its CSV, merged tables from others. */
export function compileTables(files: CodesFiles): {
  readonly tables: TablesById
  readonly problems: readonly Problem[]
} {
  const problems: Problem[] = []
  const tables: Record<string, TableData> = {}
  const yaml = readYaml(tablePath(headFile), files.get(tablePath(headFile)) ?? '', problems)
  const heads = yaml && checkShape(tablesFileSchema, yaml, problems)
  if (!heads) return { tables, problems }
  const spell = makeSpell(files, problems)
  const parts = new Map<string, MergePart>()
  const compile = (id: string, source: PlainTable, rows: readonly SourceRow[]): void => {
    parts.set(id, { source, rows })
    tables[id] = compileTable({ id, source, rows, spell, problems })
  }
  for (const [id, head] of Object.entries(heads)) {
    if (!('merge' in head)) compile(id, head, readRows(id, files, problems))
  }
  for (const [id, head] of Object.entries(heads)) {
    if (!('merge' in head)) continue
    const sources = head.merge.flatMap((part) => parts.get(part) ?? [])
    if (sources.length < head.merge.length) {
      problems.push({ file: yaml.file, line: yaml.lineOf([id, 'merge']), message: '合并的代码表不全' })
    }
    compile(id, mergeSource(head, sources), mergeRows(sources, readCsv(head.successors, files, problems), problems))
  }
  for (const [id, part] of parts) {
    checkLinks(part, tables, (row, message) =>
      problems.push(
        row
          ? { file: row.file, line: row.line, message }
          : { file: yaml.file, line: yaml.lineOf([id, 'links']), message },
      ),
    )
  }
  return { tables, problems }
}
