import type { TotalsTable } from '#core/review/totals.ts'
import type { PageMarks } from './page-marks.ts'
import { a4Landscape } from './paper.ts'
import type { TableColumn, TablePrint } from './table-document.ts'

/** 汇总统计表: tables of counted people, bound to exactly the people counted. */
export interface TotalsPrint {
  readonly unit: { readonly name: string; readonly orgCode: string }
  readonly printedOn: string
  /** Who was counted, in words. */
  readonly scope: string
  readonly tables: readonly TotalsTable[]
  /** What is to be known of how people were counted. */
  readonly note: string
  readonly marks: PageMarks
}

type TablePart = Required<Pick<TablePrint, 'columns' | 'rows' | 'sums'>>

/** Columns of numbers that a page has room for. */
const columnsAcross = 14
const date = '年　　月　　日'
const boxes = ['制表人（签名）', '审核人（签名）', '单位负责人（签名）', '单位公章'].map((label) => ({
  label,
  foot: date,
}))
const number: Omit<TableColumn, 'title'> = { share: 4, align: 'end' }

const percentOf = (part: number, whole: number): string => `${((part / Math.max(1, whole)) * 100).toFixed(1)}%`

/** What stands above every table. */
const leadOf = ({ unit, printedOn, scope, note }: TotalsPrint, { people }: TotalsTable): readonly string[] => [
  `填报单位：${unit.name}（${unit.orgCode}）　　人员范围：${scope}　　共 ${people} 人　　打印日期：${printedOn}`,
  note,
]

/** People by one thing: number, share, and a bar beside them. */
function listOf(table: TotalsTable): TablePart {
  const most = table.rows.reduce((high, { people }) => Math.max(high, people), 1)
  return {
    columns: [
      { title: table.rowTitle, share: 14 },
      { title: '人数', ...number },
      { title: '占比', ...number },
      { title: '人数分布', share: 16, isBar: true },
    ],
    rows: table.rows.map(({ label, people }) => [
      label,
      String(people),
      percentOf(people, table.people),
      (people / most).toFixed(3),
    ]),
    sums: ['合计', String(table.people), '', ''],
  }
}

/** Some columns of people by two things; the sums of the rows stand on the last part. */
function partOf(table: TotalsTable, from: number): TablePart {
  const until = Math.min(from + columnsAcross, table.columns.length)
  const isLast = until === table.columns.length
  const shown = table.columns.slice(from, until)
  const withTotal = (values: readonly string[], total: number): readonly string[] =>
    isLast ? [...values, String(total)] : values
  return {
    columns: [
      { title: table.rowTitle, share: 12 },
      ...shown.map(({ label }) => ({ title: label, ...number })),
      ...(isLast ? [{ title: '合计', ...number }] : []),
    ],
    rows: table.rows.map(({ label, people, cells }) =>
      withTotal([label, ...cells.slice(from, until).map(String)], people),
    ),
    sums: withTotal(['合计', ...shown.map(({ people }) => String(people))], table.people),
  }
}

/** The parts a table is printed in: one with many columns goes on, page by page, with its rows named again. */
function partsOf(table: TotalsTable): readonly TablePart[] {
  if (table.columnTitle === '') return [listOf(table)]
  const parts = Math.max(1, Math.ceil(table.columns.length / columnsAcross))
  return Array.from({ length: parts }, (_, part) => partOf(table, part * columnsAcross))
}

function titleOf({ rowTitle, columnTitle }: TotalsTable, part: number, parts: number): string {
  const by = columnTitle === '' ? rowTitle : `${rowTitle} × ${columnTitle}`
  return `专业技术人员统计表：${by}${parts > 1 ? `（${part + 1}/${parts}）` : ''}`
}

/** The tables to be laid out one after the other. */
export function totalsTables(print: TotalsPrint): readonly TablePrint[] {
  const { marks } = print
  return print.tables.flatMap((table) => {
    const parts = partsOf(table)
    const lead = leadOf(print, table)
    return parts.map(({ columns, rows, sums }, at) => ({
      columns,
      rows,
      sums,
      title: titleOf(table, at, parts.length),
      lead,
      paper: a4Landscape,
      boxes: at === parts.length - 1 ? boxes : [],
      marks,
    }))
  })
}
