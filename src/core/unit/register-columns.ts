import { findHead, type Head, type HeadReader } from '#core/spreadsheet/find-head.ts'
import { isOpenGroup } from '#core/spreadsheet/head-words.ts'
import { columnsOf, type HeadFound, type ListColumn } from '#core/spreadsheet/list-sheets.ts'
import { cellName, rowsWithHead, type Table, type TableRow } from '#core/spreadsheet/spreadsheet.ts'

/** What a column of a register is read as. */
export type RegisterPart = 'name' | 'orgCode' | 'aliases'

/** Where a register has its parts, -1 for nowhere. */
export interface RegisterPlaces {
  readonly name: number
  readonly orgCode: number
  readonly aliases: readonly number[]
}

/** A cell that heads a column, in a row without a head that names units. */
interface UnknownHead {
  readonly cell: string
  readonly value: string
}

/** Where the parts of a register stand, what stands below its head, and what is told of every column. */
interface RegisterColumns {
  readonly found: HeadFound
  readonly at: RegisterPlaces
  readonly lines: readonly TableRow[]
  readonly columns: readonly ListColumn<RegisterPart>[]
  readonly unknownHead?: UnknownHead
}

const kinds = '(?:单位|学校|院校|组织机构|机构|部门|医院|企业|公司)'
const below = '(?:下级|下属|基层|用人|事业)?'
// What is said of somebody else, or sorts units: neither the code nor a name of the unit itself.
const foreign = '^(?!.*(?:上级|主管|隶属|所属|举办|主办|区划|邮政|地区|行业|类型|类别|性质|级别|层级|等级|是否|有无))'

/** Heads of each part, the likeliest first. */
const heads: Readonly<Record<RegisterPart, readonly RegExp[]>> = {
  name: [
    /^(?:单位|单位全称|单位名称|(?:单位)?规范名称|全称|名称)$/u,
    new RegExp(`^${below}${kinds}(?:规范|法定)?(?:全称|名称)$`, 'u'),
    new RegExp(`^(?:${below}${kinds}|校名)$`, 'u'),
  ],
  orgCode: [
    new RegExp(`${foreign}.*(?:(?:组织机构|信用).*[码号]|社会信用$)`, 'u'),
    new RegExp(`${foreign}本?${kinds}?代码$`, 'u'),
    new RegExp(`${foreign}.*代码`, 'u'),
  ],
  aliases: [new RegExp(`${foreign}.*(?:别名|简称|曾用名|其他(?:写法|名称))`, 'u')],
}
const isExact = (title: string): boolean =>
  heads.name.some((head) => head.test(title)) ||
  /^(?:(?:组织机构|单位|学校|机构)?代码|(?:统一)?社会信用代码|别名|简称|曾用名)$/u.test(title)
const headsAColumn = /^(?:序号|编号)$|(?:代码|编码|名称|全称|简称|别名|曾用名)$/u

/** A head without what people add to it: spaces, an asterisk, notes in brackets. */
function plainTitle(cell: string): string {
  const title = cell.normalize('NFKC').replace(/[\s*]/gu, '')
  return title.replace(/\([^()]*\)/gu, '').replace(/\(.*\)$/u, '') || title
}

function placeOf(titles: readonly string[], part: RegisterPart): number {
  for (const head of heads[part]) {
    const at = titles.findIndex((title) => head.test(title))
    if (at !== -1) return at
  }
  return -1
}

function placesBy({ cells, ofOthers }: Head): RegisterPlaces {
  const titles = cells.map((cell, at) => (ofOthers.has(at) ? '' : plainTitle(cell)))
  const name = placeOf(titles, 'name')
  const aliases = titles.flatMap((title, at) => (at !== name && heads.aliases[0]?.test(title) ? [at] : []))
  return { name, orgCode: placeOf(titles, 'orgCode'), aliases }
}

const parts = ['name', 'orgCode', 'aliases'] as const

function partOf(cell: string): RegisterPart | undefined {
  const title = plainTitle(cell)
  return parts.find((part) => heads[part].some((head) => head.test(title)))
}

const ownGroup = new RegExp(`^${kinds}(?:基本)?(?:信息|情况|资料)$`, 'u')

const reader: HeadReader<RegisterPlaces> = {
  partOf,
  isWhose: (part) => part === 'name',
  // 单位名称 above 全称 and 简称, 代码 above 组织机构代码: what stands below says it better.
  isOpenGroup: (cell) => isOpenGroup(cell) || partOf(cell) !== undefined || ownGroup.test(plainTitle(cell)),
  isExact: (cell) => isExact(plainTitle(cell)),
  isStaggered: false,
  planOf: placesBy,
  columnsOf: ({ name, orgCode, aliases }) => [name, orgCode, ...aliases].filter((at) => at !== -1),
  // A title may name units, and has no parts.
  weightOf: ({ name, orgCode, aliases }) => (name === -1 ? 0 : 1 + Number(orgCode !== -1) + Number(aliases.length > 0)),
  saysWhose: ({ name }) => name !== -1,
}

function unknownHeadOf(table: Table): UnknownHead | undefined {
  for (const { number, cells } of rowsWithHead(table)) {
    const column = cells.findIndex((cell) => headsAColumn.test(plainTitle(cell)))
    if (column !== -1) return { cell: cellName(column, number), value: cells[column] ?? '' }
  }
  return undefined
}

/** Without a head: the first column in which mostly words stand, and neither numbers nor codes. */
function firstOfWords(rows: readonly TableRow[]): number {
  const held: { filled: number; words: number }[] = []
  for (const { cells } of rows)
    for (const [at, cell] of cells.entries()) {
      const column = (held[at] ??= { filled: 0, words: 0 })
      const value = cell.trim()
      if (value !== '') column.filled += 1
      if (/[^\dA-Z.\-/]/iu.test(value)) column.words += 1
    }
  return Math.max(
    0,
    held.findIndex(({ words, filled }) => words * 2 > filled),
  )
}

/** Finds the columns by the head; without one, names stand in a column of words from the first row. */
export function registerColumns(table: Table): RegisterColumns {
  const headed = findHead(table, reader)
  const lines = headed ? table.rows.slice(headed.index + 1) : table.rows
  const at = headed?.plan ?? { name: firstOfWords(lines), orgCode: -1, aliases: [] }
  const read = new Map<number, RegisterPart>([
    ...at.aliases.map((place) => [place, 'aliases'] as const),
    [at.orgCode, 'orgCode'],
    [at.name, 'name'],
  ])
  const columns = columnsOf(headed ? [headed.head, ...lines] : lines, headed?.head.cells ?? [], read)
  if (headed) return { found: reader.weightOf(at) > 1 ? 'full' : 'name', at, lines, columns }
  const unknownHead = unknownHeadOf(table)
  return { found: 'none', at, lines, columns, ...(unknownHead && { unknownHead }) }
}
