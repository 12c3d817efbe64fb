import type { Field, Sheet } from '#core/scheme/scheme.ts'
import { codeTitle, digestTitle, linkTitles } from './record-tables.ts'
import { rowsWithHead, type Table } from './spreadsheet.ts'

/** A column a field is read from. */
export interface FieldColumn {
  readonly column: number
  readonly title: string
  readonly field: Field
  /** The column of codes beside the one of names; where both are filled, they say the same. */
  readonly codeColumn?: number
}

/** What is read from which column of a table. */
export interface ColumnPlan {
  readonly headRow: number
  readonly columns: readonly FieldColumn[]
  readonly links: { readonly id?: number; readonly name?: number; readonly idNumber?: number }
  readonly unused: readonly string[]
}

const fewestHeads = 2

// Marks that people put into heads: required, notes in brackets, spaces and line breaks.
const plainHead = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s*:]/gu, '')
    .replace(/\((?:必录|必填|选填|可不填)\)$/u, '')

/** Columns nobody misses. */
const untold: ReadonlySet<string> = new Set([digestTitle, '序号', ''])

const withoutUnit = (head: string): string => head.replace(/\([^()]*\)$/u, '')

/** A field, and what of it a head names: its label, its label with a note behind it, or its code. */
interface Known {
  readonly field: Field
  readonly by: 'label' | 'noted' | 'code'
}

function knownBy(head: string, sheet: Sheet): Known | undefined {
  const fields = sheet.fields.filter(({ kind }) => kind !== 'sequence')
  const find = (by: Known['by'], isMeant: (field: Field) => boolean): Known | undefined => {
    const field = fields.find(isMeant)
    return field && { field, by }
  }
  return (
    find('label', ({ label, key }) => head === plainHead(label) || head === key) ??
    find('code', (field) => field.kind === 'code' && head === plainHead(codeTitle(field))) ??
    find('noted', ({ label }) => withoutUnit(head) === plainHead(label))
  )
}

function planHead(cells: readonly string[], sheet: Sheet): Omit<ColumnPlan, 'headRow'> {
  const found = cells.map((title, column) => {
    const head = plainHead(title)
    return { column, title, head, known: knownBy(head, sheet) }
  })
  const columnOf = (field: Field, by: Known['by']): number | undefined =>
    found.find(({ known }) => known?.field === field && known.by === by)?.column
  // 姓名 is the name, however many 姓名（曾用名） there are; of two that say the same the first counts.
  const columns = found.flatMap(({ column, title, known }): FieldColumn[] => {
    if (!known) return []
    const { field } = known
    const codeColumn = columnOf(field, 'code')
    const main = columnOf(field, 'label') ?? columnOf(field, 'noted') ?? codeColumn
    return main === column ? [{ column, title, field, ...(codeColumn !== undefined && { codeColumn }) }] : []
  })
  const links = Object.entries(linkTitles).flatMap(([key, title]) => {
    const column = found.find(({ head }) => head === title)?.column
    return column === undefined ? [] : [[key, column] as const]
  })
  const used = new Set([
    ...columns.flatMap(({ column, codeColumn }) => [column, codeColumn ?? column]),
    ...links.map(([, column]) => column),
  ])
  return {
    columns,
    links: Object.fromEntries(links),
    unused: found.flatMap(({ column, head, title }) => (used.has(column) || untold.has(head) ? [] : [title])),
  }
}

/** Finds the head of a table and what its columns are; undefined when it is no table of this sheet. */
export function planColumns(table: Table, sheet: Sheet): ColumnPlan | undefined {
  let best: ColumnPlan | undefined
  for (const { number, cells } of rowsWithHead(table)) {
    const plan = { headRow: number, ...planHead(cells, sheet) }
    if (plan.columns.length > (best?.columns.length ?? 0)) best = plan
  }
  return best && best.columns.length >= fewestHeads ? best : undefined
}
