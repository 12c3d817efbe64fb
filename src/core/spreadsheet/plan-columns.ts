import type { Field, Sheet } from '#core/scheme/scheme.ts'
import { codeTitle, digestTitle, linkTitles } from './record-tables.ts'
import type { Table } from './spreadsheet.ts'

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

const headsLookedAt = 10
const fewestHeads = 2

// Marks that people put into heads: required, notes in brackets, spaces and line breaks.
const plainHead = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s*:]/gu, '')
    .replace(/\((?:必录|必填|选填|可不填)\)$/u, '')

const withoutUnit = (head: string): string => head.replace(/\([^()]*\)$/u, '')

function fieldFor(head: string, sheet: Sheet): { readonly field: Field; readonly isCode: boolean } | undefined {
  for (const field of sheet.fields) {
    if (field.kind === 'sequence') continue
    const [label, code] = [plainHead(field.label), plainHead(codeTitle(field))]
    if (head === label || withoutUnit(head) === label || head === field.key) return { field, isCode: false }
    if (field.kind === 'code' && head === code) return { field, isCode: true }
  }
  return undefined
}

function planHead(cells: readonly string[], sheet: Sheet): Omit<ColumnPlan, 'headRow'> {
  const found = cells.map((cell, column) => ({
    column,
    title: cell,
    head: plainHead(cell),
    known: fieldFor(plainHead(cell), sheet),
  }))
  const linkAt = (title: string): number => found.find(({ head }) => head === title)?.column ?? -1
  const names = found.filter(({ known }) => known && !known.isCode)
  const codes = found.filter(({ known }) => known?.isCode === true)
  const both = [...names, ...codes.filter(({ known }) => !names.some((name) => name.known?.field === known?.field))]
  const links = Object.entries(linkTitles).flatMap(([key, title]) => {
    const column = linkAt(title)
    return column === -1 ? [] : [[key, column] as const]
  })
  const meant = new Set<string>([...Object.values(linkTitles), digestTitle, '序号', ''])
  return {
    columns: both.flatMap(({ column, title, known }) => {
      const codeColumn = codes.find((code) => code.known?.field === known?.field)?.column
      return known ? [{ column, title, field: known.field, ...(codeColumn !== undefined && { codeColumn }) }] : []
    }),
    links: Object.fromEntries(links),
    unused: found.filter(({ known, head }) => !known && !meant.has(head)).map(({ title }) => title),
  }
}

/** Finds the head of a table and what its columns are; undefined when it is no table of this sheet. */
export function planColumns({ rows }: Table, sheet: Sheet): ColumnPlan | undefined {
  let best: ColumnPlan | undefined
  for (const { number, cells } of rows.slice(0, headsLookedAt)) {
    const plan = { headRow: number, ...planHead(cells, sheet) }
    if (plan.columns.length > (best?.columns.length ?? 0)) best = plan
  }
  return best && best.columns.length >= fewestHeads ? best : undefined
}
