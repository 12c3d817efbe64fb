import type { CodeEntry } from '#core/codes/code-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { parseDateText } from '#core/record/parse-date.ts'
import type { Row } from '#core/record/record.ts'
import type { CodeField } from '#core/scheme/scheme.ts'
import { type ColumnPlan, type FieldColumn, tellingWhose } from './plan-columns.ts'
import { mayMean, resolveCode } from './resolve-code.ts'
import { columnName, type Spoiling, spoilingAt, type Table, type TableRow } from './spreadsheet.ts'

/** A cell that cannot be taken as it is. */
export interface CellProblem {
  readonly sheet: string
  readonly row: number
  /** Letters of the column. */
  readonly column: string
  /** Head of the column. */
  readonly title: string
  readonly value: string
  /** A row is `nobody`'s where it keeps back whom it names, and `stray` where it names nobody by anything. */
  readonly reason:
    | 'codeUnknown'
    | 'codeAmbiguous'
    | 'codeDiffers'
    | 'notCleared'
    | 'dateUnreadable'
    | Spoiling
    | 'tooLong'
    | 'nobody'
    | 'stray'
  /** What an ambiguous name may mean. */
  readonly choices: readonly string[]
}

/** A row in its table. */
export interface RowPlace {
  readonly table: Table
  readonly row: TableRow
}

interface ReadRow {
  /** `''` stands where a cell says that a value is to go; what no cell speaks of is not there. */
  readonly values: Row
  readonly problems: readonly CellProblem[]
}

type Wrong = Pick<CellProblem, 'reason' | 'choices'>
type Outcome = { readonly value: string } | Wrong

/** What is written into a cell for a value to go: a blank cell leaves what stands. */
export const clearingWord = '清空'
const isClearing = (text: string): boolean => text.trim() === clearingWord
const longest = 2000
const wrong = (reason: CellProblem['reason'], choices: readonly string[] = []): Wrong => ({ reason, choices })

/** Whether an entry fits what the row says elsewhere, as the form narrows its choices. */
const fitsRow =
  ({ narrowBy }: CodeField, values: Row) =>
  ({ attrs }: CodeEntry): boolean =>
    narrowBy.every(({ attr, field, fieldAttr }) => {
      const wanted = values[field]
      const isOpen = wanted === undefined || wanted === ''
      return fieldAttr !== undefined || isOpen || attrs[attr] === undefined || attrs[attr] === wanted
    })

function codeOf(text: string, field: CodeField, values: Row, tables: TableLookup): Outcome {
  const table = tables.table(field.table)
  if (!table) return { value: text }
  const resolved = resolveCode(text, table, fitsRow(field, values))
  if (resolved.kind === 'code') return { value: resolved.code }
  return resolved.kind === 'unknown' ? wrong('codeUnknown') : wrong('codeAmbiguous', resolved.choices)
}

function valueOf(text: string, { field }: FieldColumn, values: Row, tables: TableLookup): Outcome {
  if (text.length > longest) return wrong('tooLong')
  if (isClearing(text)) return tellingWhose.has(field.key) ? wrong('notCleared') : { value: '' }
  if (field.kind === 'code') return codeOf(text, field, values, tables)
  if (field.kind !== 'date') return { value: text }
  const date = parseDateText(text, field.precision)
  if (date.ok) return { value: date.value }
  // What a record may hold for the rules to judge: a date without its day, a bare year.
  return /^\d{4}(?:-(?:0[1-9]|1[0-2]))?$/.test(text) ? { value: text } : wrong('dateUnreadable')
}

/** Codes last, those that others narrow before those that are narrowed: a title is looked for within its series. */
const inReadingOrder = (columns: readonly FieldColumn[]): readonly FieldColumn[] =>
  [...columns].sort((a, b) => weightOf(a) - weightOf(b))

const weightOf = ({ field }: FieldColumn): number => (field.kind === 'code' ? 1 + field.narrowBy.length : 0)

const textAt = ({ cells }: TableRow, column: number): string => (cells[column] ?? '').normalize('NFC')

/** The text a field is read from: its code where there is one, else the name. */
function cellOf(row: TableRow, { column, codeColumn }: FieldColumn) {
  const code = codeColumn === undefined ? '' : textAt(row, codeColumn)
  return code.trim() === '' ? { text: textAt(row, column), column } : { text: code, column: codeColumn ?? column }
}

/** The name beside a code, where somebody changed one of the two: which one is meant cannot be told. */
function nameBeside(row: TableRow, { column, codeColumn, field }: FieldColumn, code: string, tables: TableLookup) {
  const table = field.kind === 'code' ? tables.table(field.table) : undefined
  const name = textAt(row, column)
  if (!table || codeColumn === undefined || name.trim() === '') return undefined
  if (code === '' ? isClearing(name) : mayMean(name, code, table)) return undefined
  return { text: name, column, ...wrong('codeDiffers', [`${table.fullName(code)} [${code}]`]) }
}

/** Elsewhere a number such as 1993.1 means itself. */
const spoilingFor = ({ field }: FieldColumn, spoiling: Spoiling | undefined): Spoiling | undefined =>
  spoiling === 'monthCut' && field.kind !== 'date' ? undefined : spoiling

/** Reads one row: its values by field, and the cells that mean nothing. */
export function readRow({ table, row }: RowPlace, plan: ColumnPlan, tables: TableLookup): ReadRow {
  const values: Record<string, string> = {}
  const problems: CellProblem[] = []
  for (const each of inReadingOrder(plan.columns)) {
    const { text, column } = cellOf(row, each)
    if (text.trim() === '') continue
    const spoiling = spoilingFor(each, spoilingAt(table, column, row.number))
    const outcome = spoiling ? wrong(spoiling) : valueOf(text, each, values, tables)
    const problem = 'value' in outcome ? nameBeside(row, each, outcome.value, tables) : { text, column, ...outcome }
    if ('value' in outcome) values[each.field.key] = outcome.value
    if (problem) {
      const place = { sheet: table.name, row: row.number, column: columnName(problem.column), title: each.title }
      const { reason, choices } = problem
      problems.push({ ...place, value: [...problem.text].slice(0, 60).join(''), reason, choices })
    }
  }
  const ordered = Object.fromEntries(
    plan.columns.flatMap(({ field: { key } }) => (values[key] === undefined ? [] : [[key, values[key]] as const])),
  )
  return { values: ordered, problems }
}
