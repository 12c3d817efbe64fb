import type { TotalsTable } from '#core/review/totals.ts'
import { type CellValue, makeXlsx, type SheetHead } from './write-xlsx.ts'

/** Tables of counted people, with what is to be known of them, line by line. */
export interface TotalsWorkbook {
  readonly about: { readonly title: string; readonly lines: readonly (readonly [name: string, value: CellValue])[] }
  readonly tables: readonly TotalsTable[]
  /** Head of the sums. */
  readonly total: string
  /** Head of the numbers where there is one column alone. */
  readonly people: string
}

const widths = { label: 32, number: 12, value: 48 } as const

function headOf({ rowTitle, columnTitle, columns }: TotalsTable, at: number, people: string, total: string): SheetHead {
  const name = columnTitle === '' ? rowTitle : `${rowTitle} × ${columnTitle}`
  const numbers = columnTitle === '' ? [people] : [...columns.map(({ label }) => label), total]
  return {
    // Names of sheets must differ, and long ones are cut.
    name: `${at + 1} ${name}`,
    columns: [{ title: rowTitle, width: widths.label }, ...numbers.map((title) => ({ title, width: widths.number }))],
  }
}

function rowsOf(table: TotalsTable, total: string): readonly (readonly CellValue[])[] {
  const { rows, columns, people } = table
  const lines = rows.map((row) => [[row.label], row.cells, [row.people]].flat())
  return [...lines, [total, ...columns.map((column) => column.people), people]]
}

/** A workbook of totals: a sheet that tells what they are, and one for each table, its numbers as numbers. */
export async function* totalsWorkbook({
  about,
  tables,
  total,
  people,
}: TotalsWorkbook): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const first: SheetHead = {
    name: about.title,
    columns: [
      { title: about.title, width: widths.label },
      { title: '', width: widths.value },
    ],
  }
  const xlsx = makeXlsx([first, ...tables.map((table, at) => headOf(table, at, people, total))])
  for (const line of about.lines) await xlsx.addRow(0, line)
  for (const [at, table] of tables.entries()) for (const row of rowsOf(table, total)) await xlsx.addRow(at + 1, row)
  yield* xlsx.finish()
}
