import { columnsOf, type HeadFound, type ListColumn } from '#core/spreadsheet/list-sheets.ts'
import { rowsWithHead, spoilingAt, type Table, type TableRow } from '#core/spreadsheet/spreadsheet.ts'
import { tidiedCell, tidiedNumber } from './tidied-cell.ts'

/** What a column of the list of people expected is read as. */
export type ExpectedPart = 'name' | 'idNumber' | 'unit'

type Places = Readonly<Record<ExpectedPart, number>>

/** Heads of each part, the likeliest first. */
const heads: Readonly<Record<ExpectedPart, readonly RegExp[]>> = {
  name: [/^姓名/u, /姓名$/u],
  idNumber: [/^(?!.*(?:类型|类别|种类|有效|地址|住址)).*(?:身份证|公民身份|身份号码|证件号)/u],
  unit: [
    /^(?:工作|所在|现|现工作)?单位(?:名称|全称)?$/u,
    /^(?!.*(?:主管|上级|举办|主办|代码|编码|编号|性质|类型|类别|层次|地址|电话)).*单位/u,
    /^(?:所在|工作|任职|任教)?学校(?:名称|全称)?$/u,
  ],
}

function titledPlace(head: readonly string[], part: ExpectedPart): number {
  for (const title of heads[part]) {
    const at = head.findIndex((cell) => title.test(tidiedCell(cell).normalize('NFKC')))
    if (at !== -1) return at
  }
  return -1
}

/** Counts of what stands in a column. */
interface Held {
  filled: number
  idNumbers: number
  digits: number
  /** Of a length that names of units have, and hardly a name without a dot. */
  long: number
  single: number
}

const longFrom = 5

function look(held: Held, value: string, isCut: boolean): void {
  held.filled += 1
  const number = tidiedNumber(value)
  if (isCut || /^\d{17}[\dX]$/u.test(number)) held.idNumbers += 1
  else if (/^[\d.\-/]+$/u.test(number)) held.digits += 1
  else if (value.length === 1) held.single += 1
  else if (value.length >= longFrom && !/[·•・‧∙⋅]/u.test(value)) held.long += 1
}

function heldBy(table: Table, rows: readonly TableRow[]): readonly Held[] {
  const columns: Held[] = []
  for (const { number, cells } of rows)
    for (const [at, cell] of cells.entries()) {
      const held = (columns[at] ??= { filled: 0, idNumbers: 0, digits: 0, long: 0, single: 0 })
      const value = tidiedCell(cell)
      if (value !== '') look(held, value, spoilingAt(table, at, number) === 'numberCut')
    }
  return Array.from(columns, (held) => held ?? { filled: 0, idNumbers: 0, digits: 0, long: 0, single: 0 })
}

/** Without a head: the columns by what most of their cells hold. */
function placesByContent(columns: readonly Held[]): Places {
  const isMost = (count: number, { filled }: Held): boolean => count * 2 > filled
  const idNumber = columns.findIndex((held) => isMost(held.idNumbers, held))
  const texts = [...columns.entries()].filter(
    ([at, held]) => at !== idNumber && held.filled > 0 && !isMost(held.digits + held.idNumbers, held),
  )
  const short = texts.find(([, held]) => !isMost(held.long, held) && !isMost(held.single, held))
  const name = (short ?? texts[0])?.[0] ?? 0
  const unit = texts.find(([at, held]) => at !== name && isMost(held.long, held))?.[0] ?? -1
  return { name, idNumber, unit }
}

/** The head: the first row that names the name and another part, else the first with the name; a title names one at most. */
function headOf(table: Table) {
  const named = [...rowsWithHead(table).entries()].flatMap(([index, { cells }]) => {
    const [name, idNumber, unit] = [
      titledPlace(cells, 'name'),
      titledPlace(cells, 'idNumber'),
      titledPlace(cells, 'unit'),
    ]
    // A sentence in one cell that has several of their words in it heads no column.
    const isFull = [idNumber, unit].some((place) => place !== -1 && place !== name)
    return name === -1 ? [] : [{ index, cells, at: { name, idNumber, unit }, isFull }]
  })
  return named.find(({ isFull }) => isFull) ?? named[0]
}

/** Where name, ID number and unit stand, -1 for nowhere, and what is told of every column that holds something. */
export function expectedColumns(table: Table): {
  readonly found: HeadFound
  readonly at: Places
  readonly lines: readonly TableRow[]
  readonly columns: readonly ListColumn<ExpectedPart>[]
} {
  const headed = headOf(table)
  const rows = headed ? table.rows.slice(headed.index) : table.rows
  const at = headed?.at ?? placesByContent(heldBy(table, rows))
  const parts = new Map<number, ExpectedPart>([
    [at.name, 'name'],
    [at.idNumber, 'idNumber'],
    [at.unit, 'unit'],
  ])
  const columns = columnsOf(rows, headed?.cells ?? [], parts)
  const found = headed ? (headed.isFull ? 'full' : 'name') : 'none'
  return { found, at, lines: headed ? rows.slice(1) : rows, columns }
}
