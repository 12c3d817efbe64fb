import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { type HeadFound, type ListSheets, pickSheets } from '#core/spreadsheet/list-sheets.ts'
import { spoilingAt, type Table, type TableRow } from '#core/spreadsheet/spreadsheet.ts'
import { type ImportedOrg, importedOrgSchema } from './org-changes.ts'

/** Columns of a list of organisations, by the words people put over them. */
const columns = {
  name: ['单位名称', '单位全称', '机构名称', '名称'],
  orgCode: ['组织机构代码', '统一社会信用代码', '机构代码', '单位代码'],
  division: ['行政区划代码', '行政区划', '区划代码'],
  level: ['级别', '层级'],
  parentCode: ['上级单位代码', '上级机构代码', '上级代码', '主管部门代码'],
} as const satisfies Readonly<Record<keyof ImportedOrg, readonly string[]>>

/** The first line of a list that can be filled in. */
export const orgSheetHead: readonly string[] = Object.values(columns).map(([first]) => first)

const levels: Readonly<Record<string, ImportedOrg['level']>> = {
  自治区: 'region',
  市: 'city',
  主管部门: 'department',
  单位: 'unit',
  region: 'region',
  city: 'city',
  department: 'department',
  unit: 'unit',
}

type Bad = AppError<'ORG_SHEET_BAD'>
type Columns = { readonly [K in keyof ImportedOrg]: number }

const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\p{Cf}\s]+/gu, ' ')
    .trim()

function findColumns(head: readonly string[]): Columns | undefined {
  const titles = head.map((title) => plain(title).replaceAll(' ', ''))
  const at = (names: readonly string[]): number => titles.findIndex((title) => names.includes(title))
  const found = {
    name: at(columns.name),
    orgCode: at(columns.orgCode),
    division: at(columns.division),
    level: at(columns.level),
    parentCode: at(columns.parentCode),
  }
  return Object.values(found).some((place) => place < 0) ? undefined : found
}

function readRow(row: readonly string[], at: Columns): unknown {
  const cell = (place: number): string => plain(row[place] ?? '')
  return {
    name: cell(at.name),
    orgCode: cell(at.orgCode).toUpperCase(),
    division: cell(at.division),
    level: levels[cell(at.level)] ?? '',
    parentCode: cell(at.parentCode).toUpperCase(),
  }
}

const titleByKey = (key: string): string => Object.entries(columns).find(([name]) => name === key)?.[1][0] ?? key

/** A column that lost what was typed or has no value: a code with other last digits would be another organisation's. */
function spoiltColumn(table: Table, row: number, at: Columns): string | undefined {
  const bad = Object.entries(at).find(([, place]) => {
    const spoiling = spoilingAt(table, place, row)
    return spoiling === 'numberCut' || spoiling === 'cellError'
  })
  return bad && titleByKey(bad[0])
}

function readLine(table: Table, { number: row, cells }: TableRow, at: Columns): Result<ImportedOrg, Bad> {
  const spoilt = spoiltColumn(table, row, at)
  if (spoilt !== undefined) return fail('ORG_SHEET_BAD', { row, column: spoilt })
  const read = v.safeParse(importedOrgSchema, readRow(cells, at))
  if (read.success) return ok(read.output)
  return fail('ORG_SHEET_BAD', { row, column: titleByKey(v.getDotPath(read.issues[0]) ?? '') })
}

/** An organisation that was read, and where it stands in the file. */
export interface ReadOrg {
  readonly org: ImportedOrg
  readonly sheet: string
  /** As the file numbers it. */
  readonly row: number
}

/** Organisations as they were read, and from which sheets. */
export interface ReadOrgs {
  readonly lines: readonly ReadOrg[]
  readonly sheets: ListSheets
  /** The first thing that is wrong. */
  readonly wrong?: { readonly sheet: string; readonly refusal: { readonly ok: false; readonly error: Bad } }
}

function planOf({ rows: [head, ...rest] }: Table) {
  const at = findColumns(head?.cells ?? [])
  const found: HeadFound = at ? 'full' : 'none'
  return { found, at, headRow: head?.number ?? 1, lines: rest }
}

/**
 * Organisations from a CSV file, or from the sheets of a workbook that have the head of such a list, whatever order its
 * columns have; the first thing that is wrong is told.
 */
export function readOrgSheets(tables: readonly Table[]): ReadOrgs {
  const { picked, sheets } = pickSheets(tables, planOf)
  const headless = (row: number) => fail('ORG_SHEET_BAD', { row, column: orgSheetHead.join('、') })
  if (picked.length === 0) return { lines: [], sheets, wrong: { sheet: '', refusal: headless(1) } }
  const lines: ReadOrg[] = []
  for (const { table, plan } of picked) {
    const { at } = plan
    const sheet = table.name
    if (!at) return { lines: [], sheets, wrong: { sheet, refusal: headless(plan.headRow) } }
    for (const line of plan.lines) {
      if (line.cells.every((cell) => plain(cell) === '')) continue
      const read = readLine(table, line, at)
      if (!read.ok) return { lines: [], sheets, wrong: { sheet, refusal: read } }
      lines.push({ org: read.value, sheet, row: line.number })
    }
  }
  return { lines, sheets }
}
