import { rowsOf } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { aPerson } from '#tests/support/people.ts'

/** A document every contender lays out: cells in lines, a head that comes again on each page. */
export interface BenchDocument {
  readonly title: string
  readonly isLandscape: boolean
  readonly widths: readonly number[]
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const tableRows = 10_000
const rareEvery = 100
const rareNames = ['韦晓𬱖', '王㛃𠮷', '黄𫖯', '覃䶮']
const names = ['韦晓莉', '黄国强', '莫丽娟', '覃志明', '李红梅']

/** A roster of 10,000 people, one in a hundred with a name beyond the usual fonts. */
export function rosterDocument(): BenchDocument {
  const head = ['序号', '姓名', '身份证号', '单位', '资格名称', '评审会', '签发时间', '备注']
  const rows = Array.from({ length: tableRows }, (_, index) => [
    String(index + 1),
    (index % rareEvery === 0 ? rareNames : names)[Math.floor(index / rareEvery) % 4] ?? '',
    `4525261979${String(index).padStart(8, '0')}`,
    '北流市第一中学',
    '中学一级教师',
    '广西中学教师系列中级专业技术资格评审委员会',
    '2006年12月',
    '',
  ])
  return { title: '名册表', isLandscape: true, widths: [40, 60, 120, 110, 90, 190, 70, 60], head, rows }
}

/** The filled form as label, value, label, value. */
export function formDocument(scheme: Scheme): BenchDocument {
  const record = aPerson()
  const cells = scheme.sheets.flatMap((sheet) =>
    rowsOf(record, sheet.key).flatMap((row) =>
      sheet.fields.filter(({ kind }) => kind !== 'sequence').flatMap(({ key, label }) => [label, row[key] ?? '']),
    ),
  )
  const rows = Array.from({ length: Math.ceil(cells.length / 4) }, (_, line) =>
    Array.from({ length: 4 }, (__, column) => cells[line * 4 + column] ?? ''),
  )
  return {
    title: scheme.name,
    isLandscape: false,
    widths: [80, 170, 80, 170],
    head: ['栏目', '内容', '栏目', '内容'],
    rows,
  }
}
