import { isNumber, isToFillIn, ofAGroup, ofAnother, plainHead } from './head-words.ts'
import { rowsWithHead, type Table, type TableRow } from './spreadsheet.ts'

/** A head of one row, or of two read as one: then its number is that of the lower. */
export interface Head extends TableRow {
  /** Columns below a group that may be of somebody or something else: 家庭成员 above 姓名, 上级单位 above 代码. */
  readonly ofOthers: ReadonlySet<number>
}

/** What a list knows of heads, and what it makes of one. */
export interface HeadReader<Plan> {
  /** What a cell is the head of; undefined for no column that is read. */
  readonly partOf: (cell: string) => string | undefined
  /** Whether a part says whose a row is: which person's, which unit's. */
  readonly isWhose: (part: string | undefined) => boolean
  /** Whether a group says nothing of its own, so that what stands below it is read as it is. */
  readonly isOpenGroup: (cell: string) => boolean
  /** Whether a cell is a head to the letter, and no sentence that has the words of one in it. */
  readonly isExact: (cell: string) => boolean
  /** Whether heads without any group may stand partly in one row, partly in the next. */
  readonly isStaggered: boolean
  readonly planOf: (head: Head) => Plan
  /** The columns that are read. */
  readonly columnsOf: (plan: Plan) => readonly number[]
  /** How much of the list a head knows; nothing for what is no head of it. */
  readonly weightOf: (plan: Plan) => number
  readonly saysWhose: (plan: Plan) => boolean
}

/** The head of a table, and what was made of it. */
interface FoundHead<Plan> {
  /** Among the rows of the table, of its last row. */
  readonly index: number
  readonly head: Head
  readonly plan: Plan
}

const isBlank = (cell: string | undefined): boolean => (cell ?? '').trim() === ''

/** Two rows, cell above cell, and the group that reaches over a cell. */
function pairsOf(above: TableRow, below: TableRow) {
  let group = ''
  return Array.from({ length: Math.max(above.cells.length, below.cells.length) }, (_, at) => {
    const [upper, lower] = [above.cells[at] ?? '', below.cells[at] ?? '']
    const isInGroup = isBlank(upper) && !isBlank(lower) && !isBlank(below.cells[at - 1])
    if (!isInGroup) group = upper.trim()
    return { upper, lower, group, isInGroup }
  })
}

type Pair = ReturnType<typeof pairsOf>[number]
type Pairs = readonly Pair[]

/** Whether a cell above heads several columns; each cell of a line about who filled the table in stands over one. */
const headsSeveral = (pairs: Pairs, name: string): boolean =>
  pairs.some(({ isInGroup, group }) => isInGroup && group === name)

const nothing: ReadonlySet<number> = new Set()

/** Two rows as one head: what is merged downwards stands above, and a group gives way to what has a name below it. */
function joinedHead<Plan>(pairs: Pairs, number: number, { partOf, isOpenGroup: isOpen }: HeadReader<Plan>): Head {
  const ofOthers = new Set<number>()
  const cells = pairs.map(({ upper, lower, group }, at) => {
    if (isBlank(lower)) return upper
    const isKnown = partOf(lower) !== undefined
    if (group === '' || (isKnown && isOpen(group))) return lower
    if (isKnown) ofOthers.add(at)
    return `${group} ${lower.trim()}`
  })
  return { number, cells, ofOthers }
}

/** Whether the row above has a column of its own that says whose a row is, with nothing of the row below under it. */
const whoseAbove = <Plan>(pairs: Pairs, { partOf, isWhose }: HeadReader<Plan>): readonly string[] =>
  pairs.flatMap(({ upper, lower }) => {
    const part = partOf(upper)
    return part !== undefined && isBlank(lower) && isWhose(part) ? [part] : []
  })

/**
 * Whether the row above a head is a line about who filled the table in, and no part of the head: in a head of two rows
 * a group stands above what has a name of its own, and none but an open one. Where 姓名 itself stands above, it is the
 * person's, and the one below may be a relative's.
 */
function isLineAbove<Plan>(pairs: Pairs, reader: HeadReader<Plan>): boolean {
  const { partOf, isWhose, isOpenGroup: isOpen } = reader
  if (whoseAbove(pairs, reader).length > 0) return false
  const isAboveOther = pairs.some(({ upper, lower }) => {
    const [over, under] = [partOf(upper), partOf(lower)]
    const isKnown = over !== undefined && under !== undefined
    return isKnown && (!isOpen(upper) || (isWhose(under) && over !== under))
  })
  return isAboveOther || pairs.some(({ upper }) => isToFillIn(upper))
}

const isCompleted = <Plan>(pairs: Pairs, { partOf }: HeadReader<Plan>): boolean =>
  pairs.some(({ upper, lower }) => isBlank(lower) && partOf(upper) !== undefined)

/** Whether somebody stands in the lower row: below 姓名 a name, somewhere a number. */
const isData = <Plan>(pairs: Pairs, { partOf, isWhose }: HeadReader<Plan>): boolean =>
  pairs.some(
    ({ upper, lower }) => isNumber(lower) || (!isBlank(lower) && isWhose(partOf(upper)) && partOf(lower) === undefined),
  )

/** Whether what stands below a group is a head: in a row of data the same words may stand in a sentence. */
function isHeadBelow<Plan>({ upper, lower, group }: Pair, reader: HeadReader<Plan>): boolean {
  const { partOf, isOpenGroup: isOpen, isExact } = reader
  if (group === '' || isBlank(lower)) return false
  const [under, over] = [partOf(lower), partOf(group)]
  if (ofAGroup.test(plainHead(lower))) return true
  if (over !== undefined) return over === under ? plainHead(lower) === plainHead(upper) : isExact(lower)
  return under === undefined ? partOf(group + lower) !== undefined : isOpen(group) && isExact(lower)
}

/**
 * Whether all that stands in the lower row stands below groups of several columns: 姓名 and 电话 below 联系人. Below a group
 * that is read itself, 单位 above 名称 and 代码, one of them is what it is to the letter.
 */
function isBelowSeveral<Plan>(pairs: Pairs, { partOf, isExact }: HeadReader<Plan>): boolean {
  const filled = pairs.filter(({ lower }) => !isBlank(lower))
  return filled.every(({ group }) => {
    const over = partOf(group)
    const isSame = (each: Pair): boolean => each.group === group && partOf(each.lower) === over && isExact(each.lower)
    return group !== '' && headsSeveral(pairs, group) && (over === undefined || filled.some(isSame))
  })
}

/** Whether a row that is no head of its own is the lower half of one: it leaves columns blank that the one above heads. */
function isLowerHalf<Plan>(pairs: Pairs, reader: HeadReader<Plan>): boolean {
  const { partOf, isWhose, isExact } = reader
  const above = pairs.filter(({ upper }) => !isBlank(upper))
  const isTitle = above.length === 1 && !above.every(({ upper }) => isExact(upper))
  const isOfSomebody = above.some(({ upper, lower }) => !isBlank(lower) && isWhose(partOf(upper)))
  // Below a head of one column stands a value, but for what is said of a group.
  const isValue = pairs.some(
    ({ upper, lower }) =>
      isExact(upper) &&
      !isBlank(lower) &&
      partOf(lower) === undefined &&
      !ofAGroup.test(plainHead(lower)) &&
      !headsSeveral(pairs, upper.trim()),
  )
  if (isTitle || isOfSomebody || isValue || !isCompleted(pairs, reader)) return false
  if (isBelowSeveral(pairs, reader)) return true
  const beside = pairs.filter(({ lower, group }) => group === '' && partOf(lower) !== undefined && isExact(lower))
  return (
    beside.length > 1 ||
    beside.some(({ lower }) => isWhose(partOf(lower))) ||
    pairs.some((pair) => isHeadBelow(pair, reader))
  )
}

const ownGroup = /^(?:本人|个人|教师|教职工|职工|员工|申报人)(?:(?:基本)?(?:信息|情况))?$/u

/** Whether groups tell people apart: what is said under one is said under another too, or stands beside 本人. */
function areApart<Plan>(pairs: Pairs, { ofOthers }: Head, { partOf, isWhose }: HeadReader<Plan>): boolean {
  if (pairs.filter(({ upper }) => !isBlank(upper)).length < 2) return false
  const own = pairs.filter((_, at) => !ofOthers.has(at))
  const others = pairs.filter((_, at) => ofOthers.has(at))
  const said = new Set(own.map(({ lower }) => plainHead(lower)))
  if (others.some(({ lower }) => said.has(plainHead(lower)))) return true
  const isWide = pairs.some(({ group, isInGroup }) => isInGroup && others.some((other) => other.group === group))
  const isOwn = own.some(({ lower, group }) => ownGroup.test(plainHead(group)) && isWhose(partOf(lower)))
  return isWide && isOwn && !others.some(({ group }) => /\d/u.test(group))
}

/** Whether the row above has what a title or a line to fill in has not: groups, or heads of columns that are blank below. */
function hasGroups<Plan>(pairs: Pairs, reader: HeadReader<Plan>): boolean {
  const { partOf, isWhose, isOpenGroup: isOpen, isExact } = reader
  const above = pairs.filter(({ upper }) => !isBlank(upper))
  const isGroup = ({ lower, group }: Pair): boolean => {
    const [under, over] = [partOf(lower), partOf(group)]
    // 联系电话 above a name is that of who filled the table in.
    if (group === '' || under === undefined || (isWhose(under) && /电话/u.test(group))) return false
    return over === undefined ? isOpen(group) : over === under
  }
  const isOfOneColumn = above.every(({ upper, lower }) => isBlank(lower) || isOpen(upper))
  const isWide = (name: string): boolean => pairs.some(({ isInGroup, group }) => isInGroup && group === name)
  return (
    pairs.some(
      (pair) => isGroup(pair) && (isWide(pair.group) || (isOfOneColumn && partOf(pair.group) === undefined)),
    ) ||
    (reader.isStaggered &&
      above.every(({ upper, lower }) => isBlank(lower) && isExact(upper)) &&
      pairs.some(({ lower }) => isExact(lower) && isWhose(partOf(lower))))
  )
}

/** So many rows below a head show whether a column holds anything. */
const mostLookedAt = 10

/** Of a head that has more than who it is about. */
const fullWeight = 2

interface Candidate<Plan> extends FoundHead<Plan> {
  /** Two rows of which the upper has a group of several columns. */
  readonly isGrouped: boolean
}

/** Whether a column has a group where it has anything in the lower row: 序号 stands in none, and 单位：一中 is none. */
const isGroupedOnly = ({ lower, group }: Pair): boolean =>
  isBlank(lower) || (group !== '' && plainHead(lower) !== '序号' && !isToFillIn(group.replace(/[:：]$/u, '')))

/** Whether a column says nothing of anybody: it is empty, or counts the rows. */
function isIdle(rows: readonly TableRow[], at: number): boolean {
  const values = rows.map(({ cells }) => (cells[at] ?? '').trim()).filter((cell) => cell !== '')
  const counts = values.filter((value) => /^\d{1,3}$/u.test(value))
  return counts.length * 2 >= values.length && counts.slice(0, 2).every((count, before) => Number(count) === before + 1)
}

/**
 * Whether a row that is a head of its own is the lower half of one all the same. What it has alone stays where it is,
 * unless it is of somebody else: the person's name stands above, or beside it under another group.
 */
function isBelowGroups<Plan>(
  pairs: Pairs,
  [alone, joined]: readonly [FoundHead<Plan>, FoundHead<Plan>],
  rows: readonly TableRow[],
  reader: HeadReader<Plan>,
): boolean {
  const [own, both] = [reader.columnsOf(alone.plan), reader.columnsOf(joined.plan)]
  const lost = own.filter((at) => !both.includes(at))
  const isOfOne = pairs.filter(({ lower }) => !isBlank(lower)).length < 2
  // A line above the column of 序号 is no head of it.
  if (isOfOne || both.some((at) => !own.includes(at) && isIdle(rows, at))) return false
  const below = (at: number): string | undefined => reader.partOf(pairs[at]?.lower ?? '')
  const above = whoseAbove(pairs, reader)
  const parts = new Set(pairs.map((_, at) => below(at)))
  const isAdded = above.some((part) => !parts.has(part))
  if (lost.length > 0) {
    if (reader.weightOf(alone.plan) < fullWeight) return false
    const isOfAnother = lost.some((at) => {
      const { lower = '', group = '' } = pairs[at] ?? {}
      return reader.isWhose(below(at)) && headsSeveral(pairs, group) && (isAdded || ofAnother.test(plainHead(lower)))
    })
    const isAbove = above.length > 0 && isOfAnother && pairs.every(isGroupedOnly)
    return lost.every((at) => joined.head.ofOthers.has(at)) && (isAbove || areApart(pairs, joined.head, reader))
  }
  const isInTitle = both.some((at) => isBlank(pairs[at]?.lower) && !reader.isExact(pairs[at]?.upper ?? ''))
  return isCompleted(pairs, reader) && !isInTitle && (isAdded || hasGroups(pairs, reader))
}

/**
 * The head that ends with a row: with the row above, where the two are clearly one. A title, or a line about who filled
 * the table in, may stand there too: below it nobody would have a name, or columns would be read as what they are not.
 */
function headAt<Plan>({ rows }: Table, index: number, reader: HeadReader<Plan>): Candidate<Plan> | undefined {
  const [row, above] = [rows[index], rows[index - 1]]
  if (!row) return undefined
  const head = { ...row, ofOthers: nothing }
  const alone = { index, head, plan: reader.planOf(head), isGrouped: false }
  if (above?.number !== row.number - 1) return alone
  const pairs = pairsOf(above, row)
  const both = joinedHead(pairs, row.number, reader)
  const joined = { index, head: both, plan: reader.planOf(both), isGrouped: pairs.some(({ isInGroup }) => isInGroup) }
  const doesSayWhose = reader.saysWhose(alone.plan)
  if ((doesSayWhose && !reader.saysWhose(joined.plan)) || isData(pairs, reader)) return alone
  const isHead = doesSayWhose && reader.weightOf(alone.plan) > 0
  const areOne = isHead
    ? isBelowGroups(pairs, [alone, joined], rows.slice(index + 1, index + 1 + mostLookedAt), reader)
    : isLowerHalf(pairs, reader)
  return areOne && !(doesSayWhose && isLineAbove(pairs, reader)) ? joined : alone
}

/** Whether somebody stands between two rows that may both be heads: then the first is the head. */
function isAnybodyBetween<Plan>(
  rows: readonly TableRow[],
  { index, head }: FoundHead<Plan>,
  end: number,
  { partOf, isWhose }: HeadReader<Plan>,
): boolean {
  const places = head.cells.flatMap((cell, at) => (isWhose(partOf(cell)) && !head.ofOthers.has(at) ? [at] : []))
  const isSomebody = (cell = ''): boolean => !isBlank(cell) && !isWhose(partOf(cell))
  return rows.slice(index + 1, end).some(({ cells }) => places.some((at) => isSomebody(cells[at])))
}

/**
 * A line about who filled the table in may name more than a short head, but nobody whose rows these are. Two rows with a
 * group that know as much as the upper alone are the head: the lower would be read as a row otherwise. Below the people
 * under a head, another may follow, or a line that names more: it makes nobody above it go unread.
 */
function isBetter<Plan>(
  rows: readonly TableRow[],
  next: Candidate<Plan>,
  best: Candidate<Plan>,
  reader: HeadReader<Plan>,
): boolean {
  const [isWhose, wasWhose] = [reader.saysWhose(next.plan), reader.saysWhose(best.plan)]
  if (isWhose !== wasWhose) return isWhose
  const weight = reader.weightOf(best.plan)
  if (wasWhose && weight >= fullWeight && isAnybodyBetween(rows, best, next.index, reader)) return false
  const more = reader.weightOf(next.plan) - weight
  return more > 0 || (more === 0 && next.isGrouped && best.index === next.index - 1)
}

/** Finds the head of a table, of one row or two, whatever titles and notes stand above it. */
export function findHead<Plan>(table: Table, reader: HeadReader<Plan>): FoundHead<Plan> | undefined {
  const rows = rowsWithHead(table)
  let best: Candidate<Plan> | undefined
  for (const index of rows.keys()) {
    const next = headAt(table, index, reader)
    if (next && reader.weightOf(next.plan) > 0 && (!best || isBetter(rows, next, best, reader))) best = next
  }
  return best
}
