import { comparePeople, type OrderedPerson, type PersonOrder } from '#core/review/person-order.ts'
import type { PageMarks } from './page-marks.ts'
import type { PaperSize } from './paper.ts'
import type { PrintFonts } from './print-fonts.ts'
import type { TablePrint } from './table-document.ts'

/** A person on the roster: the values in its columns, in words. */
export interface RosterPerson extends OrderedPerson {
  readonly values: readonly string[]
  /** What the totals tell apart, e.g. 男 and 女. */
  readonly group: string
}

/** 广西专业技术人员信息采集名册表. */
export interface RosterPrint {
  readonly title: string
  readonly unit: { readonly name: string; readonly orgCode: string }
  readonly printedOn: string
  readonly columns: readonly string[]
  readonly people: readonly RosterPerson[]
  readonly order: PersonOrder
  readonly paper: PaperSize
  readonly marks: PageMarks
}

const widest = 16
const narrowest = 2.5
const date = '年　　月　　日'

/** How the people of some rows are told: 30 人：男 12，女 18. */
function tell(people: readonly RosterPerson[]): string {
  const counted = new Map<string, number>()
  for (const { group } of people) counted.set(group, (counted.get(group) ?? 0) + 1)
  const named = [...counted].filter(([group]) => group !== '').sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = named.map(([group, count]) => `${group} ${count}`).join('，')
  return `${people.length} 人${parts === '' ? '' : `：${parts}`}`
}

/** Width a column wants: its longest value, within bounds; a long one is broken into lines. */
function shareOf(title: string, values: Iterable<string>, fonts: PrintFonts): number {
  let share = Math.max(narrowest, Math.min(fonts.width(title), 4))
  for (const value of values) if (share < widest) share = Math.max(share, fonts.width(value))
  return Math.min(share, widest) + 1
}

/** Rows made one at a time: nobody needs a hundred thousand of them side by side. */
function* numbered(people: readonly RosterPerson[]): Generator<readonly string[], void> {
  for (const [index, { values }] of people.entries()) yield [String(index + 1), ...values]
}

/** The values in a column, one after the other. */
function* valuesAt(people: readonly RosterPerson[], at: number): Generator<string, void> {
  for (const { values } of people) yield values[at] ?? ''
}

/** The roster as a table, its people in order and numbered. */
export function rosterTable(print: RosterPrint, fonts: PrintFonts): TablePrint {
  const { title, unit, printedOn, columns, order, paper, marks } = print
  const people = [...print.people].sort(comparePeople(order))
  return {
    title,
    lead: [`填报单位：${unit.name}（${unit.orgCode}）　　共 ${people.length} 人　　打印日期：${printedOn}`],
    paper,
    columns: [
      { title: '序号', share: shareOf('序号', [String(people.length)], fonts), align: 'middle' },
      ...columns.map((column, at) => ({ title: column, share: shareOf(column, valuesAt(people, at), fonts) })),
    ],
    rows: { [Symbol.iterator]: () => numbered(people) },
    pageTotal: (from, to) => `本页小计：${tell(people.slice(from, to))}　　累计 ${to} 人`,
    totals: `合计：${tell(people)}`,
    boxes: [
      { label: '填报人（签名）', foot: date },
      { label: '审核人（签名）', foot: date },
      { label: '单位负责人（签名）', foot: date },
      { label: '单位公章', foot: date },
    ],
    marks,
  }
}
