import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { Field, Scheme } from '#core/scheme/scheme.ts'
import { clearingWord } from './read-row.ts'
import { linkTitles } from './record-tables.ts'
import { makeXlsx, type SheetHead } from './write-xlsx.ts'

const mostNamed = 20
const explaining: SheetHead = {
  name: '填写说明',
  columns: [
    { title: '表', width: 20 },
    { title: '栏目', width: 24 },
    { title: '必录', width: 8 },
    { title: '怎样填', width: 70 },
    { title: '可填的内容（名称或代码）', width: 70 },
  ],
}

const howToClear = `再次导入时，空着的格子不改原来的内容；要去掉原来的内容，写“${clearingWord}”。姓名和身份证号不能清空。`

const required = { always: '必录', conditional: '有条件', never: '选填' } as const

/** The names and codes of a short table; a long one is only counted. */
function choicesOf(field: Field, tables: TableLookup): string {
  if (field.kind === 'date') return field.precision === 'day' ? '例如 1979-04-18' : '例如 1993-07'
  const table = field.kind === 'code' ? tables.table(field.table) : undefined
  if (!table) return ''
  const choices = [...table.entries()].filter(({ selectable }) => selectable)
  if (choices.length > mostNamed) return `${choices.length} 项，按代码表填名称或代码`
  return choices.map(({ name, code }) => `${name} [${code}]`).join('；')
}

const asked = (fields: readonly Field[]): readonly Field[] => fields.filter(({ kind }) => kind !== 'sequence')

/** An empty workbook to fill people into, with a sheet that explains every column. */
export async function* peopleTemplate(
  { sheets }: Scheme,
  tables: TableLookup,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const heads = sheets.map((sheet): SheetHead => ({
    name: sheet.title,
    columns: [
      ...(sheet.kind === 'single' ? [] : [linkTitles.name, linkTitles.idNumber]),
      ...asked(sheet.fields).map(({ label }) => label),
    ].map((title) => ({ title, width: title === linkTitles.idNumber ? 22 : 18 })),
  }))
  const xlsx = makeXlsx([...heads, explaining])
  await xlsx.addRow(heads.length, ['', '', '', howToClear, ''])
  for (const { title, fields } of sheets) {
    for (const field of asked(fields)) {
      await xlsx.addRow(heads.length, [
        title,
        field.label,
        required[field.required],
        field.help,
        choicesOf(field, tables),
      ])
    }
  }
  yield* xlsx.finish()
}
