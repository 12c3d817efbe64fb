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
  readonly planOf: (head: Head) => Plan
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

// Of the person themself: below 家庭成员 or 紧急联系人 a name is somebody else's.
const openGroup =
  /^(?:(?:个人|本人|人员|教师|教职工|员工)?(?:(?:基本|基础|身份|联系|通[讯信]|单位|工作|从事专业技术工作|任职|岗位|职称|职务|专业技术(?:工作|资格|职务)?|学历|学位|学历学位|资格|外语|时间|获?奖励?|荣誉)(?:信息|情况|方式|资料)?|信息|资料|联系电话)|个人|本人|人员|教师|教职工|职工|员工|申报人员?|专业技术人员)$/u

/** A head without the marks people put into it: required, notes in brackets, spaces and line breaks. */
export const plainHead = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s*:]/gu, '')
    .replace(/\((?:必录|必填|选填|可不填)\)$/u, '')

/** Whether a group says only of what kind is what stands below it, and that it is the person's. */
export function isOpenGroup(cell: string): boolean {
  const head = plainHead(cell)
  return head === '' || openGroup.test(head)
}

const isBlank = (cell: string | undefined): boolean => (cell ?? '').trim() === ''

/** Two rows, cell above cell. */
const pairsOf = (above: TableRow, below: TableRow) =>
  Array.from({ length: Math.max(above.cells.length, below.cells.length) }, (_, at) => {
    const [upper, lower] = [above.cells[at] ?? '', below.cells[at] ?? '']
    return { upper, lower, isInGroup: isBlank(upper) && !isBlank(lower) && !isBlank(below.cells[at - 1]) }
  })

type Pairs = ReturnType<typeof pairsOf>

const nothing: ReadonlySet<number> = new Set()

/** Two rows as one head: what is merged downwards stands above, and a group gives way to what has a name below it. */
function joinedHead<Plan>(pairs: Pairs, number: number, { partOf, isOpenGroup: isOpen }: HeadReader<Plan>): Head {
  let group = ''
  const ofOthers = new Set<number>()
  const cells = pairs.map(({ upper, lower, isInGroup }, at) => {
    if (!isInGroup) group = upper
    if (isBlank(lower)) return upper
    const isKnown = partOf(lower) !== undefined
    if (isBlank(group) || (isKnown && isOpen(group))) return lower
    if (isKnown) ofOthers.add(at)
    return `${group.trim()} ${lower.trim()}`
  })
  return { number, cells, ofOthers }
}

const withoutNotes = (cell: string): string => cell.normalize('NFKC').replace(/\([^()]*\)/gu, '')

// What heads hardly say, but a line to fill in: 填报单位, 单位（盖章）：, an address, a number, a date.
const isToFillIn = (cell: string): boolean =>
  /[:：]\s*$|^\s*填[报表制]|[盖公]章|[@＠]|\d{7}/u.test(cell) || /:\s*\S/u.test(withoutNotes(cell))

/**
 * Whether the row above a head is a line about who filled the table in, and no part of the head: in a head of two rows
 * a group stands above what has a name of its own, and none but an open one. Where 姓名 itself stands above, it is the
 * person's, and the one below may be a relative's.
 */
function isLineAbove<Plan>(pairs: Pairs, { partOf, isWhose, isOpenGroup: isOpen }: HeadReader<Plan>): boolean {
  if (pairs.some(({ upper, lower }) => isBlank(lower) && isWhose(partOf(upper)))) return false
  const isAboveOther = pairs.some(({ upper, lower }) => {
    const [over, under] = [partOf(upper), partOf(lower)]
    const isKnown = over !== undefined && under !== undefined
    return isKnown && (!isOpen(upper) || (isWhose(under) && over !== under))
  })
  return isAboveOther || pairs.some(({ upper }) => isToFillIn(upper))
}

/** Whether a row can be the lower half of a head: it leaves columns blank that the one above heads, and is no data. */
function isLowerHalf<Plan>(pairs: Pairs, doesSayWhose: boolean, { partOf, isWhose }: HeadReader<Plan>): boolean {
  const isTitle = pairs.filter(({ upper }) => !isBlank(upper)).length === 1
  const isCompleted = pairs.some(({ upper, lower }) => isBlank(lower) && partOf(upper) !== undefined)
  // Below 姓名 stands a name, but where the row has a head of names of its own.
  const isOfSomebody = pairs.some(({ upper, lower }) => !isBlank(lower) && isWhose(partOf(upper))) && !doesSayWhose
  const isOfNumbers = pairs.some(({ lower }) => /\d{7}/u.test(withoutNotes(lower)))
  if (isTitle || !isCompleted || isOfSomebody || isOfNumbers) return false
  return pairs.some(
    ({ upper, lower, isInGroup }) =>
      isInGroup ||
      (!isBlank(lower) &&
        (partOf(lower) !== undefined || (partOf(upper) === undefined && partOf(upper + lower) !== undefined))),
  )
}

interface Candidate<Plan> extends FoundHead<Plan> {
  /** Two rows of which the upper has a group of several columns. */
  readonly isGrouped: boolean
}

/**
 * The head that ends with a row: with the row above, where that heads columns which this one leaves blank. A line about
 * who filled the table in may stand there too: below it nobody would have a name, or columns would go unread.
 */
function headAt<Plan>(rows: readonly TableRow[], index: number, reader: HeadReader<Plan>): Candidate<Plan> | undefined {
  const [row, above] = [rows[index], rows[index - 1]]
  if (!row) return undefined
  const head = { ...row, ofOthers: nothing }
  const alone = { index, head, plan: reader.planOf(head), isGrouped: false }
  if (above?.number !== row.number - 1) return alone
  const pairs = pairsOf(above, row)
  const doesSayWhose = reader.saysWhose(alone.plan)
  if (!isLowerHalf(pairs, doesSayWhose, reader)) return alone
  const both = joinedHead(pairs, row.number, reader)
  const joined = { index, head: both, plan: reader.planOf(both), isGrouped: pairs.some(({ isInGroup }) => isInGroup) }
  const isWhole = doesSayWhose && (!reader.saysWhose(joined.plan) || isLineAbove(pairs, reader))
  return isWhole ? alone : joined
}

/**
 * A line about who filled the table in may name more than a short head, but nobody whose rows these are. Two rows with a
 * group that know as much as the upper alone are the head: the lower would be read as a row otherwise.
 */
function isBetter<Plan>(next: Candidate<Plan>, best: Candidate<Plan>, reader: HeadReader<Plan>): boolean {
  const [isWhose, wasWhose] = [reader.saysWhose(next.plan), reader.saysWhose(best.plan)]
  if (isWhose !== wasWhose) return isWhose
  const more = reader.weightOf(next.plan) - reader.weightOf(best.plan)
  return more > 0 || (more === 0 && next.isGrouped && best.index === next.index - 1)
}

/** Finds the head of a table, of one row or two, whatever titles and notes stand above it. */
export function findHead<Plan>(table: Table, reader: HeadReader<Plan>): FoundHead<Plan> | undefined {
  const rows = rowsWithHead(table)
  let best: Candidate<Plan> | undefined
  for (const index of rows.keys()) {
    const next = headAt(rows, index, reader)
    if (next && reader.weightOf(next.plan) > 0 && (!best || isBetter(next, best, reader))) best = next
  }
  return best
}
