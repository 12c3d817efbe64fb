import type { DimensionName } from './dimension.ts'

/** What is counted: by one dimension or two; ages are those of a day. */
export interface TotalsQuery {
  readonly row: DimensionName
  readonly column?: DimensionName
  readonly on: string
}

/** Which number of the totals; a side that is left open stands for everybody. */
export interface TotalsCell {
  readonly row?: string
  readonly column?: string
}

/** People under a value; `''` stands for 未填. */
export interface Counted {
  readonly value: string
  readonly people: number
}

/** People counted by one or two dimensions, values in no particular order; those of no one may be among them. */
export interface Totals {
  readonly people: number
  readonly rows: readonly Counted[]
  readonly columns: readonly Counted[]
  /** By `row * columns.length + column`; whoever has several values counts once in each cell. */
  readonly cells: ReadonlyMap<number, number>
}

/** A line of the table: one value of the row's dimension. */
export interface TotalsRow extends Counted {
  readonly label: string
  /** People in each column, in the order of the columns. */
  readonly cells: readonly number[]
}

/** Totals as they are read, on the screen, on paper and in a workbook. */
export interface TotalsTable {
  readonly people: number
  readonly rowTitle: string
  readonly columnTitle: string
  readonly rows: readonly TotalsRow[]
  readonly columns: readonly (Counted & { readonly label: string })[]
}

/** What names dimensions and their values, and puts the values in order. */
export interface TotalsSpeech {
  readonly nameOf: (dimension: DimensionName) => string
  readonly valueOf: (dimension: DimensionName, value: string) => string
  readonly compare: (dimension: DimensionName) => (a: Counted, b: Counted) => number
}

/** Puts counted people into a table: values in order, 未填 last, nothing of nobody. */
export function totalsTable(totals: Totals, { row, column }: TotalsQuery, speech: TotalsSpeech): TotalsTable {
  const inOrder = (counted: readonly Counted[], dimension: DimensionName) => {
    const compare = speech.compare(dimension)
    return counted
      .map(({ value, people }, at) => ({ value, people, at, label: speech.valueOf(dimension, value) }))
      .filter(({ people }) => people > 0)
      .sort((a, b) => Number(a.value === '') - Number(b.value === '') || compare(a, b))
  }
  const columns = column === undefined ? [] : inOrder(totals.columns, column)
  const width = totals.columns.length
  return {
    people: totals.people,
    rowTitle: speech.nameOf(row),
    columnTitle: column === undefined ? '' : speech.nameOf(column),
    rows: inOrder(totals.rows, row).map(({ at, value, people, label }) => ({
      value,
      people,
      label,
      cells: columns.map((across) => totals.cells.get(at * width + across.at) ?? 0),
    })),
    columns: columns.map(({ value, people, label }) => ({ value, people, label })),
  }
}
