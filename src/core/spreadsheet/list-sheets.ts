import { columnName, type Table, type TableRow } from './spreadsheet.ts'

/** A column that holds something, and what it is read as; without it, the column is not used. */
export interface ListColumn<Part extends string = string> {
  /** As a spreadsheet names it. */
  readonly column: string
  /** As its head calls it; empty where it has none. */
  readonly title: string
  readonly as?: Part
}

/** What a head tells: not where the names are, names alone, names and something else. */
export type HeadFound = 'none' | 'name' | 'full'

/** Names of the sheets that a list is read from, and of those that it is not. */
export interface ListSheets {
  readonly read: readonly string[]
  readonly unused: readonly string[]
  /** Which the workbook does not show. */
  readonly hidden: readonly string[]
}

const surest = ['full', 'name'] as const

/** A row in which something stands. */
export const isFilled = ({ cells }: TableRow): boolean => cells.some((cell) => cell.trim() !== '')

const nameOf = ({ name }: Table): string => name

/**
 * The sheets that make up a list: all whose head is as full as the fullest, for each school may have its own; without
 * a head anywhere the first alone, since nothing says that another is not a note.
 */
export function pickSheets<P extends { readonly found: HeadFound }>(
  tables: readonly Table[],
  plan: (table: Table) => P,
): { readonly picked: readonly { readonly table: Table; readonly plan: P }[]; readonly sheets: ListSheets } {
  const planned = tables
    .filter(({ isHidden, rows }) => !isHidden && rows.some(isFilled))
    .map((table) => ({ table, plan: plan(table) }))
  const best = surest.find((found) => planned.some((each) => each.plan.found === found))
  const picked = best ? planned.filter((each) => each.plan.found === best) : planned.slice(0, 1)
  const unused = planned.filter((each) => !picked.includes(each))
  const sheets = {
    read: picked.map(({ table }) => nameOf(table)),
    unused: unused.map(({ table }) => nameOf(table)),
    hidden: tables.filter(({ isHidden }) => isHidden).map(nameOf),
  }
  return { picked, sheets }
}

/** What is told of every column in which something stands, the head among it. */
export function columnsOf<Part extends string>(
  rows: readonly TableRow[],
  head: readonly string[],
  parts: ReadonlyMap<number, Part>,
): readonly ListColumn<Part>[] {
  const filled = new Set<number>()
  for (const { cells } of rows) {
    for (const [at, cell] of cells.entries()) if (!filled.has(at) && cell.trim() !== '') filled.add(at)
  }
  const columns: ListColumn<Part>[] = []
  for (const place of [...filled].sort((a, b) => a - b)) {
    const named = { column: columnName(place), title: (head[place] ?? '').replace(/\s/gu, '') }
    const as = parts.get(place)
    columns.push(as ? { ...named, as } : named)
  }
  return columns
}

/** The columns of several sheets, each that says the same told once. */
export function columnsTold<Part extends string>(
  sheets: readonly (readonly ListColumn<Part>[])[],
): readonly ListColumn<Part>[] {
  const told = new Map<string, ListColumn<Part>>()
  for (const each of sheets.flat()) told.set([each.column, each.title, each.as ?? ''].join('\n'), each)
  return [...told.values()]
}
