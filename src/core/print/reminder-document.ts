import { visibleText } from '#core/characters/visible-text.ts'
import type { ExpectedPerson } from '#core/review/expected-people.ts'
import { a4 } from './paper.ts'
import type { TablePrint } from './table-document.ts'

// What stands beside somebody whose record the unit has entered.
const enteredNote = '本人未报送，单位已代录'

/** 未报人员名单: who was expected and has not reported. */
export interface ReminderPrint {
  readonly unit: { readonly name: string; readonly orgCode: string }
  readonly printedOn: string
  readonly expected: number
  readonly missing: readonly ExpectedPerson[]
  /** Of those missing: whom the unit has entered. */
  readonly entered: ReadonlySet<ExpectedPerson>
}

/** The list to be handed out: everybody who is missing, numbered, with room to note when they were reminded. */
export function reminderTable({ unit, printedOn, expected, missing, entered }: ReminderPrint): TablePrint {
  const title = '未报人员名单'
  const count = `${missing.length} 人${entered.size > 0 ? `（其中单位代录 ${entered.size} 人）` : ''}`
  const noteOf = (person: ExpectedPerson): readonly string[] =>
    entered.size === 0 ? [] : [entered.has(person) ? enteredNote : '']
  return {
    title,
    lead: [`填报单位：${unit.name}（${unit.orgCode}）　　应报 ${expected} 人，未报 ${count}　　截至：${printedOn}`],
    paper: a4,
    columns: [
      { title: '序号', share: 4, align: 'middle' },
      { title: '姓名', share: 9 },
      { title: '身份证号', share: 12 },
      { title: '单位', share: 18 },
      ...(entered.size > 0 ? [{ title: '备注', share: 10 }] : []),
      { title: '催报记录', share: 10 },
    ],
    rows: missing.map((person, at) => {
      const { name, idNumber = '', unit: of = '' } = person
      return [String(at + 1), ...[name, idNumber, of].map(visibleText), ...noteOf(person), '']
    }),
    boxes: [],
    marks: { note: `${unit.name} · ${title}` },
  }
}
