import type { TableData } from '#core/codes/table-data.ts'
import type { Problem } from './problem.ts'
import type { TableRow } from './read-table.ts'
import type { Spell } from './spell-names.ts'
import type { PlainTable } from './table-source.ts'

const ownColumns: ReadonlySet<string> = new Set(['code', 'name', 'parent', 'aliases', 'from', 'to', 'selectable'])
const yearOrMonth = /^\d{4}(?:-(?:0[1-9]|1[0-2]))?$/

/** A row with what a merge knows of it beside its cells. */
export interface SourceRow extends TableRow {
  readonly aliases: readonly string[]
  readonly isAbolished?: boolean
  /** Code of what stands in its place today. */
  readonly now?: string
}

export const splitList = (text: string | undefined): readonly string[] => (text ? text.split('|') : [])

type CellValue = NonNullable<TableData['attrs']>[string][string]

interface TableWork {
  readonly id: string
  readonly source: PlainTable
  readonly rows: readonly SourceRow[]
  readonly spell: Spell
  readonly problems: Problem[]
}

const report = ({ problems }: TableWork, { file, line }: TableRow, message: string): void => {
  problems.push({ file, line, message })
}

function attrValue(row: TableRow, key: string, work: TableWork): CellValue | undefined {
  const text = row.cells[key] ?? ''
  if (text === '') return undefined
  const type = work.source.attrs[key]
  if (type === 'number') {
    if (!/^-?\d+(?:\.\d+)?$/.test(text)) report(work, row, `“${key}”应为数字，却是“${text}”`)
    return Number(text)
  }
  if (type === 'boolean') {
    if (text !== 'true' && text !== 'false') report(work, row, `“${key}”应为 true 或 false，却是“${text}”`)
    return text === 'true' ? true : undefined // false says no more than nothing
  }
  return type === 'list' ? [...splitList(text)] : text
}

function checkYears(row: SourceRow, work: TableWork): void {
  const { from = '', to = '' } = row.cells
  for (const year of [from, to]) {
    if (year !== '' && !yearOrMonth.test(year)) report(work, row, `“${year}”不是年份或年月`)
  }
  if (from !== '' && to !== '' && from > to) report(work, row, `启用“${from}”晚于停用“${to}”`)
}

function checkRow(row: SourceRow, indexByCode: ReadonlyMap<string, number>, work: TableWork): void {
  const { code = '', name = '', parent = '', selectable = '' } = row.cells
  if (code === '') report(work, row, '缺少代码')
  if (name === '') report(work, row, `代码“${code}”缺少名称`)
  if (parent !== '' && !indexByCode.has(parent)) report(work, row, `没有上级代码“${parent}”`)
  if (selectable !== '' && selectable !== 'no') report(work, row, '“selectable”只能写 no 或不写')
}

function checkColumns(work: TableWork): void {
  const [first] = work.rows
  for (const column of Object.keys(first?.cells ?? {})) {
    if (!ownColumns.has(column) && !Object.hasOwn(work.source.attrs, column)) {
      work.problems.push({ file: first?.file ?? '', line: 1, message: `tables.yaml 里没有列“${column}”` })
    }
  }
}

function checkCycles(parents: readonly number[], work: TableWork): void {
  for (const [start, row] of work.rows.entries()) {
    let steps = 0
    for (let at = start; at >= 0 && steps <= work.rows.length; at = parents[at] ?? -1) steps += 1
    if (steps > work.rows.length) report(work, row, `代码“${row.cells['code']}”的上级绕成了圈`)
  }
}

/** Column of the rows that have a value. */
function sparse<T>(rows: readonly SourceRow[], read: (row: SourceRow) => T | undefined): Record<string, T> | undefined {
  const column: Record<string, T> = {}
  for (const [index, row] of rows.entries()) {
    const value = read(row)
    if (value !== undefined) column[index] = value
  }
  return Object.keys(column).length === 0 ? undefined : column
}

const listed = (rows: readonly SourceRow[], test: (row: SourceRow) => boolean): number[] | undefined => {
  const found = [...rows.keys()].filter((index) => rows[index] !== undefined && test(rows[index]))
  return found.length === 0 ? undefined : found
}

function indexCodes(work: TableWork): ReadonlyMap<string, number> {
  const indexByCode = new Map<string, number>()
  for (const [index, row] of work.rows.entries()) {
    const code = row.cells['code'] ?? ''
    if (indexByCode.has(code)) report(work, row, `代码“${code}”写了两次`)
    else indexByCode.set(code, index)
  }
  return indexByCode
}

function pinyinOf({ cells, aliases }: SourceRow, { id, spell }: TableWork): string {
  return [cells['name'] ?? '', ...aliases].map((name) => spell(id, name)).join('|')
}

function attrsOf(work: TableWork): NonNullable<TableData['attrs']> {
  const keys = Object.keys(work.source.attrs)
  return Object.fromEntries(keys.map((key) => [key, sparse(work.rows, (row) => attrValue(row, key, work)) ?? {}]))
}

/** Columns that few tables have; a column without values is left out. */
function columnsOf(work: TableWork, indexByCode: ReadonlyMap<string, number>): Partial<TableData> {
  const { rows, source } = work
  const parents = rows.map(({ cells }) => indexByCode.get(cells['parent'] ?? '') ?? -1)
  checkCycles(parents, work)
  const aliases = sparse(rows, (row) => (row.aliases.length > 0 ? [...row.aliases] : undefined))
  const from = sparse(rows, ({ cells }) => cells['from'] || undefined)
  const to = sparse(rows, ({ cells }) => cells['to'] || undefined)
  const groups = listed(rows, ({ cells }) => cells['selectable'] === 'no')
  const abolished = listed(rows, ({ isAbolished }) => isAbolished === true)
  const now = sparse(rows, (row) => (row.now === undefined ? undefined : indexByCode.get(row.now)))
  return {
    ...(parents.some((parent) => parent >= 0) && { parents }),
    ...(aliases && { aliases }),
    ...(from && { from }),
    ...(to && { to }),
    ...(groups && { groups }),
    ...(abolished && { abolished }),
    ...(now && { now }),
    ...(Object.keys(source.attrs).length > 0 && { attrs: attrsOf(work) }),
  }
}

/** Compiles the rows of one table into columns. */
export function compileTable(work: TableWork): TableData {
  const { id, source, rows } = work
  const { title, standard, version, constructed } = source
  checkColumns(work)
  const indexByCode = indexCodes(work)
  for (const row of rows) {
    checkRow(row, indexByCode, work)
    checkYears(row, work)
  }
  return {
    id,
    title,
    standard,
    version,
    source: source.source,
    constructed,
    codes: rows.map(({ cells }) => cells['code'] ?? ''),
    names: rows.map(({ cells }) => cells['name'] ?? ''),
    ...columnsOf(work, indexByCode),
    pinyin: rows.map((row) => pinyinOf(row, work)),
  }
}
