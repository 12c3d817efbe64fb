import { findHead, type Head, type HeadReader } from '#core/spreadsheet/find-head.ts'
import { isOpenGroup } from '#core/spreadsheet/head-words.ts'
import { columnsOf, type HeadFound, type ListColumn } from '#core/spreadsheet/list-sheets.ts'
import { spoilingAt, type Table, type TableRow } from '#core/spreadsheet/spreadsheet.ts'
import { tidiedCell, tidiedNumber } from './tidied-cell.ts'

/** What a column of the list of people expected is read as. */
export type ExpectedPart = 'name' | 'idNumber' | 'unit'

type Places = Readonly<Record<ExpectedPart, number>>

// Where they work, and what their numbers are, is nothing of whom the list is about.
const ofOther = /^(?!姓名).*(?:联系人|配偶|家属|家庭成员|[父母]亲|子女|监护人|负责人)/u

/** Heads of each part, the likeliest first. */
const heads: Readonly<Record<ExpectedPart, readonly RegExp[]>> = {
  name: [/^姓名/u, /姓名$/u],
  idNumber: [/^(?!.*(?:类型|类别|种类|有效|地址|住址)).*(?:身份证|公民身份|身份号码|证件号)/u],
  unit: [
    /^(?:工作|所在|现|现工作)?单位(?:名称|全称)?$/u,
    /^(?!.*(?:单位(?:部门|科室|处室|股室)$|主管|上级|举办|主办|代码|编码|编号|性质|类型|类别|层次|地址|电话)).*单位/u,
    /^(?:所在|工作|任职|任教)?学校(?:名称|全称)?$/u,
    // 部门 below 所在单位 is a part of it.
    /单位(?:部门|科室|处室|股室)$/u,
  ],
}
const exact =
  /^(?:姓名|(?:居民|公民)?身份证(?:件)?号码?|公民身份号码|证件号码?|(?:工作|所在|所属|现|现工作)?单位(?:名称|全称)?|(?:所在|工作|任职|任教)?学校(?:名称|全称)?)$/u
const parts = ['name', 'idNumber', 'unit'] as const

const plainTitle = (cell: string): string => tidiedCell(cell).normalize('NFKC')

function titledPlace({ cells, ofOthers }: Head, part: ExpectedPart, isOfOthers: boolean): number {
  const titles = cells.map((cell, at) => (ofOthers.has(at) ? '' : plainTitle(cell)))
  for (const title of heads[part]) {
    const at = titles.findIndex((cell) => title.test(cell) && ofOther.test(cell) === isOfOthers)
    if (at !== -1) return at
  }
  return -1
}

function partOf(cell: string): ExpectedPart | undefined {
  const title = plainTitle(cell)
  return parts.find((part) => (part === 'name' || !ofOther.test(title)) && heads[part].some((head) => head.test(title)))
}

function placesBy(head: Head): Places {
  const own = titledPlace(head, 'name', false)
  const placeOf = (part: ExpectedPart): number => {
    const at = titledPlace(head, part, false)
    // A list of persons in charge is about them.
    return at === -1 && own === -1 ? titledPlace(head, part, true) : at
  }
  return { name: placeOf('name'), idNumber: placeOf('idNumber'), unit: placeOf('unit') }
}

const reader: HeadReader<Places> = {
  partOf,
  isWhose: (part) => part === 'name',
  // 单位 above 单位全称 is said twice; what names nobody's column on its own is read with what stands above it.
  isOpenGroup: (cell) => isOpenGroup(cell) || partOf(cell) !== undefined,
  isExact: (cell) => exact.test(plainTitle(cell)),
  isStaggered: false,
  planOf: placesBy,
  columnsOf: ({ name, idNumber, unit }) => [name, idNumber, unit].filter((at) => at !== -1),
  // A sentence in one cell that has several of their words in it heads no column.
  weightOf: ({ name, idNumber, unit }) =>
    name === -1 ? 0 : new Set([name, idNumber, unit].filter((place) => place !== -1)).size,
  saysWhose: ({ name }) => name !== -1,
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

/** Where name, ID number and unit stand, -1 for nowhere, and what is told of every column that holds something. */
export function expectedColumns(table: Table): {
  readonly found: HeadFound
  readonly at: Places
  readonly lines: readonly TableRow[]
  readonly columns: readonly ListColumn<ExpectedPart>[]
} {
  const headed = findHead(table, reader)
  const lines = headed ? table.rows.slice(headed.index + 1) : table.rows
  const at = headed?.plan ?? placesByContent(heldBy(table, lines))
  const read = new Map<number, ExpectedPart>([
    [at.name, 'name'],
    [at.idNumber, 'idNumber'],
    [at.unit, 'unit'],
  ])
  const columns = columnsOf(headed ? [headed.head, ...lines] : lines, headed?.head.cells ?? [], read)
  const found = headed ? (reader.weightOf(at) > 1 ? 'full' : 'name') : 'none'
  return { found, at, lines, columns }
}
