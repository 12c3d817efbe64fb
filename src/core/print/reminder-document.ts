import type { ExpectedPerson } from '#core/review/expected-people.ts'
import { a4 } from './paper.ts'
import type { TablePrint } from './table-document.ts'

/** 未报人员名单: who was expected and has not reported. */
export interface ReminderPrint {
  readonly unit: { readonly name: string; readonly orgCode: string }
  readonly printedOn: string
  readonly expected: number
  readonly missing: readonly ExpectedPerson[]
}

/** The list to be handed out: everybody who is missing, numbered, with room to note when they were reminded. */
export function reminderTable({ unit, printedOn, expected, missing }: ReminderPrint): TablePrint {
  const title = '未报人员名单'
  return {
    title,
    lead: [
      `填报单位：${unit.name}（${unit.orgCode}）　　应报 ${expected} 人，未报 ${missing.length} 人　　截至：${printedOn}`,
    ],
    paper: a4,
    columns: [
      { title: '序号', share: 4, align: 'middle' },
      { title: '姓名', share: 9 },
      { title: '身份证号', share: 12 },
      { title: '单位', share: 18 },
      { title: '催报记录', share: 10 },
    ],
    rows: missing.map(({ name, idNumber = '', unit: of = '' }, at) => [String(at + 1), name, idNumber, of, '']),
    boxes: [],
    marks: { note: `${unit.name} · ${title}` },
  }
}
