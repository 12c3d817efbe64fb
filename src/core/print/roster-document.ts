import { comparePeople, type OrderedPerson, type PersonOrder } from '#core/review/person-order.ts'
import { tableRoom } from './column-widths.ts'
import type { PageMarks } from './page-marks.ts'
import type { PaperSize } from './paper.ts'
import type { PrintFonts } from './print-fonts.ts'
import type { TableColumn, TablePrint } from './table-document.ts'

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
/** What a column needs beside its text. */
const edges = 1
/** However full the page is: two characters side by side. */
const tightest = 2
/** Of the numbers of a million people. */
const widestNumber = 5
/** No row is taller than a page. */
const mostLines = 30
const date = '年　　月　　日'

/** How the people of some rows are told: 30 人：男 12，女 18. */
function tell(people: readonly RosterPerson[]): string {
  const counted = new Map<string, number>()
  for (const { group } of people) counted.set(group, (counted.get(group) ?? 0) + 1)
  const named = [...counted].filter(([group]) => group !== '').sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = named.map(([group, count]) => `${group} ${count}`).join('，')
  return `${people.length} 人${parts === '' ? '' : `：${parts}`}`
}

/** How wide the longest word or number is, which are not broken before everything else is. */
const longestWord = (value: string, fonts: PrintFonts): number =>
  Math.max(0, ...(value.match(/[!-~]+/g) ?? []).map((word) => fonts.width(word)))

/**
 * A column as wide as its longest value, within bounds; a long one is broken into lines. Where that is too much for the
 * page, names, dates and numbers stay whole as long as they can, and numbers and short names the longest.
 */
function columnOf(title: string, values: Iterable<string>, fonts: PrintFonts): TableColumn {
  let longest = Math.max(narrowest, Math.min(fonts.width(title), 4))
  let [first, second] = [longest, tightest]
  for (const value of values) {
    const width = fonts.width(value)
    longest = Math.max(longest, width)
    if (width <= second) continue
    const word = longestWord(value, fonts)
    first = Math.max(first, width <= 7 ? width : Math.max(word, 5))
    second = Math.max(second, width <= 4 ? width : word)
  }
  const low = Math.max(tightest, longest / mostLines)
  const widths = [longest, Math.max(first, low), Math.max(second, low), low]
  const [share = 0, ...floors] = widths.map((width) => Math.min(width, widest) + edges)
  return { title, share, floors }
}

/** How many columns, its numbers aside, a roster on such a sheet has room for. */
export const mostRosterColumns = (paper: PaperSize): number =>
  Math.floor((tableRoom(paper) - widestNumber) / (tightest + edges))

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
      { ...columnOf('序号', [String(people.length)], fonts), align: 'middle' },
      ...columns.map((column, at) => columnOf(column, valuesAt(people, at), fonts)),
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
