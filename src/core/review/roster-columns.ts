import { type Scheme, sheetByKey, fieldByKey } from '#core/scheme/scheme.ts'
import type { RosterColumn } from './roster.ts'

/** A column with what it is called: its heading, and the sheet it is of. */
export interface NamedColumn extends RosterColumn {
  readonly label: string
  readonly sheetTitle: string
}

/** Every column a roster may have: the fields of all sheets but their running numbers. */
export function rosterColumnsOf({ sheets }: Scheme): readonly NamedColumn[] {
  return sheets.flatMap((sheet) =>
    sheet.fields
      .filter(({ kind }) => kind !== 'sequence')
      .map(({ key, label }) => ({ sheet: sheet.key, field: key, label, sheetTitle: sheet.title })),
  )
}

const withoutSpace = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .replace(/[・•‧]/gu, '·')
    .toLowerCase()

/** The columns somebody may mean by a name: 手机号码, 基本信息 · 手机号码 or basic.mobile; several sheets have 签发时间. */
export function columnsCalled(name: string, scheme: Scheme): readonly NamedColumn[] {
  const asked = withoutSpace(name)
  return rosterColumnsOf(scheme).filter(({ sheet, field, label, sheetTitle }) =>
    [label, `${sheetTitle}·${label}`, `${sheet}.${field}`].map(withoutSpace).includes(asked),
  )
}

/** The heading of a column; its name where the scheme has no such field. */
export function columnLabel({ sheet, field }: RosterColumn, scheme: Scheme): string {
  const of = sheetByKey(scheme, sheet)
  return (of && fieldByKey(of, field)?.label) ?? field
}
