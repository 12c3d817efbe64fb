import type { Field, Sheet } from '#core/scheme/scheme.ts'
import { findHead, type HeadReader } from './find-head.ts'
import { isOpenGroup, plainHead } from './head-words.ts'
import { columnsOf } from './list-sheets.ts'
import { codeTitle, digestTitle, linkTitles } from './record-tables.ts'
import type { Table, TableRow } from './spreadsheet.ts'

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
  /** The last row of the head. */
  readonly headRow: number
  /** What each column is called. */
  readonly titles: readonly string[]
  readonly columns: readonly FieldColumn[]
  /**
   * How many columns tell what table this is. A name that lists of anything have, 工作单位 or 手机, says of which person's field
   * a column is where it is a table of people, and does not make it one: of a sheet of relatives or of titles neither.
   */
  readonly weight: number
  readonly links: { readonly id?: number; readonly name?: number; readonly idNumber?: number }
  readonly unused: readonly string[]
}

const fewestHeads = 2

/** Fields without which nobody can be told whose a row is. */
export const tellingWhose: ReadonlySet<string> = new Set(['name', 'idNumber'])

/** Columns nobody misses. */
const untold: ReadonlySet<string> = new Set([digestTitle, '序号', ''])

const withoutUnit = (head: string): string => head.replace(/\([^()]*\)$/u, '')

// What lists that somebody else made call the same: each names one field and nothing else.
const otherNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    身份证号: ['身份证号码', '公民身份号码', '公民身份证号码', '居民身份证号', '居民身份证号码'],
    单位: ['工作单位', '单位名称', '单位全称', '所在单位', '工作单位名称', '现工作单位'],
    手机号码: ['手机', '手机号', '移动电话'],
    电子邮箱: ['邮箱', '电子邮件'],
    通讯地址: ['通信地址'],
  }).flatMap(([name, others]) => others.map((other) => [other, name] as const)),
)

const calledOtherwise = (head: string): string | undefined => otherNames.get(head) ?? otherNames.get(withoutUnit(head))

// Behind 紧急联系人 stands the telephone of that one, behind 配偶姓名 where the spouse works.
const somebodyElse = /联系人|配偶|家属|家庭成员|[父母]亲|子女|监护人|负责人|填报人/u

/** What each head names. By a name that lists of anything have only what no column before it says of somebody else. */
function knownHeads(heads: readonly string[], sheet: Sheet): readonly (Known | undefined)[] {
  let isOfOther = false
  return heads.map((head) => {
    const known = knownBy(head, sheet)
    if (known && known.by !== 'other') isOfOther = false
    else if (somebodyElse.test(head)) isOfOther = true
    return known?.by === 'other' && isOfOther ? undefined : known
  })
}

/** A field, and what of it a head names: its label, the same by another name, its label with a note behind it, or its code. */
interface Known {
  readonly field: Field
  readonly by: 'label' | 'other' | 'noted' | 'code'
}

function knownBy(head: string, sheet: Sheet): Known | undefined {
  const fields = sheet.fields.filter(({ kind }) => kind !== 'sequence')
  const find = (by: Known['by'], isMeant: (field: Field) => boolean): Known | undefined => {
    const field = fields.find(isMeant)
    return field && { field, by }
  }
  return (
    find('label', ({ label, key }) => head === plainHead(label) || head === key) ??
    find('other', ({ label }) => calledOtherwise(head) === plainHead(label)) ??
    find('code', (field) => field.kind === 'code' && head === plainHead(codeTitle(field))) ??
    find('noted', ({ label }) => withoutUnit(head) === plainHead(label))
  )
}

function planHead({ number, cells: titles }: TableRow, sheet: Sheet): ColumnPlan {
  const heads = titles.map(plainHead)
  const known = knownHeads(heads, sheet)
  const found = titles.map((title, column) => ({ column, title, head: heads[column] ?? '', known: known[column] }))
  const columnOf = (field: Field, by: Known['by']): number | undefined =>
    found.find((each) => each.known?.field === field && each.known.by === by)?.column
  // 姓名 is the name, however many 姓名（曾用名） there are; of two that say the same the first counts.
  const columns = found.flatMap(({ column, title, known: named }): FieldColumn[] => {
    if (!named) return []
    const { field } = named
    const codeColumn = columnOf(field, 'code')
    const main = columnOf(field, 'label') ?? columnOf(field, 'other') ?? columnOf(field, 'noted') ?? codeColumn
    return main === column ? [{ column, title, field, ...(codeColumn !== undefined && { codeColumn }) }] : []
  })
  const links = Object.entries(linkTitles).flatMap(([key, title]) => {
    const titled = found.find(({ head }) => head === title) ?? found.find(({ head }) => otherNames.get(head) === title)
    const column = titled?.column
    return column === undefined ? [] : [[key, column] as const]
  })
  const used = new Set([
    ...columns.flatMap(({ column, codeColumn }) => [column, codeColumn ?? column]),
    ...links.map(([, column]) => column),
  ])
  return {
    headRow: number,
    titles,
    columns,
    weight: columns.filter(({ column, field }) => known[column]?.by !== 'other' || tellingWhose.has(field.key)).length,
    links: Object.fromEntries(links),
    unused: found.flatMap(({ column, head, title }) => (used.has(column) || untold.has(head) ? [] : [title])),
  }
}

const linking: ReadonlySet<string> = new Set(Object.values(linkTitles))

const isLinking = (head: string): boolean => linking.has(otherNames.get(head) ?? head)

/** What a head is the one of: a title that says whose a row is, or a field. */
function partOf(head: string, sheet: Sheet): string | undefined {
  return isLinking(head) ? (otherNames.get(head) ?? head) : knownBy(head, sheet)?.field.key
}

const isOfSomebody = ({ columns, links }: ColumnPlan): boolean =>
  links.name !== undefined || links.idNumber !== undefined || columns.some(({ field }) => tellingWhose.has(field.key))

const readerOf = (sheet: Sheet): HeadReader<ColumnPlan> => ({
  partOf: (cell) => partOf(plainHead(cell), sheet),
  isWhose: (part = '') => linking.has(part) || tellingWhose.has(part),
  isOpenGroup: (cell) => isOpenGroup(cell) || plainHead(cell) === sheet.title,
  isExact: (cell) => /^(?:序号|编号|备注)$/u.test(plainHead(cell)) || partOf(plainHead(cell), sheet) !== undefined,
  isStaggered: true,
  planOf: (head) => planHead(head, sheet),
  columnsOf: ({ columns, links }) => [...columns.map(({ column }) => column), ...Object.values(links)],
  weightOf: ({ weight }) => (weight < fewestHeads ? 0 : weight),
  saysWhose: isOfSomebody,
})

/** Finds the head of a table, of one row or two, and what its columns are; undefined when it is no table of this sheet. */
export const planColumns = (table: Table, sheet: Sheet): ColumnPlan | undefined =>
  findHead(table, readerOf(sheet))?.plan

/** What stands below the head. */
export const rowsBelow = ({ rows }: Table, { headRow }: ColumnPlan): readonly TableRow[] =>
  rows.filter(({ number }) => number > headRow)

/** Letters of the columns in which something stands below no head. */
export const untitledColumns = (table: Table, plan: ColumnPlan): readonly string[] =>
  columnsOf(rowsBelow(table, plan), plan.titles, new Map()).flatMap(({ column, title }) =>
    title === '' ? [column] : [],
  )
