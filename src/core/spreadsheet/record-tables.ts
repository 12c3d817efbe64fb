import type { TableLookup } from '#core/codes/table-lookup.ts'
import { type PersonRecord, type Row, rowsOf } from '#core/record/record.ts'
import type { Field, Scheme, Sheet } from '#core/scheme/scheme.ts'
import type { SheetHead } from './write-xlsx.ts'

/** Heads of the columns that tie the rows of a person together; they stand first on every sheet. */
export const linkTitles = { id: '记录号', name: '姓名', idNumber: '身份证号' } as const

/** Head of the column with the digest of the submission, on the first sheet; it is read over when people are imported. */
export const digestTitle = '校验码'

/** Head of the column that holds the code of a field, beside the one with its name. */
export const codeTitle = ({ label }: Field): string => `${label}代码`

const places = 'divisions'
const widths = { code: 24, text: 18, date: 12, sequence: 6 } as const

interface Column {
  readonly title: string
  readonly width: number
}

const filledFields = (sheet: Sheet): readonly Field[] => sheet.fields.filter(({ kind }) => kind !== 'sequence')

const fieldColumns = (field: Field): readonly Column[] =>
  field.kind === 'code'
    ? [
        { title: field.label, width: widths.code },
        { title: codeTitle(field), width: 10 },
      ]
    : [{ title: field.label, width: field.key === 'idNumber' ? 22 : widths[field.kind] }]

const linkColumns = (sheet: Sheet): readonly Column[] =>
  sheet.kind === 'single'
    ? [{ title: linkTitles.id, width: 12 }]
    : [
        { title: linkTitles.id, width: 12 },
        { title: linkTitles.name, width: 12 },
        { title: linkTitles.idNumber, width: 22 },
      ]

/** The sheets of a workbook of people: one for each sheet of the form, a column for each name and each code. */
export function recordHeads({ sheets }: Scheme): readonly SheetHead[] {
  return sheets.map((sheet) => ({
    name: sheet.title,
    columns: [
      ...linkColumns(sheet),
      ...filledFields(sheet).flatMap(fieldColumns),
      ...(sheet.kind === 'single' ? [{ title: digestTitle, width: 20 }] : []),
    ],
  }))
}

/** Somebody whose record is written into tables. */
export interface TabledPerson {
  readonly record: PersonRecord
  /** Digest of the submission the record stands in. */
  readonly digest?: string
}

/** A row of a table of people. */
export interface PersonRow {
  readonly sheet: number
  readonly values: readonly string[]
}

function valuesOfField(field: Field, row: Row, record: PersonRecord, tables: TableLookup): readonly string[] {
  const value = row[field.key] ?? ''
  if (field.kind !== 'code') return [value]
  const table = value === '' ? undefined : tables.table(field.table)
  // A county alone does not say where it is.
  const name = field.table === places ? table?.fullName(value) : table?.get(value)?.name
  return [name ?? record.names?.[field.table]?.[value] ?? '', value]
}

/** The rows of a person, sheet by sheet, in the columns of {@link recordHeads}. */
export function* personRows(
  { record, digest = '' }: TabledPerson,
  { sheets }: Scheme,
  tables: TableLookup,
): Generator<PersonRow, void> {
  const { basic } = record
  for (const [index, sheet] of sheets.entries()) {
    const isSingle = sheet.kind === 'single'
    const links = isSingle ? [record.id] : [record.id, basic['name'] ?? '', basic['idNumber'] ?? '']
    for (const row of rowsOf(record, sheet.key)) {
      const values = filledFields(sheet).flatMap((field) => valuesOfField(field, row, record, tables))
      yield { sheet: index, values: [...links, ...values, ...(isSingle ? [digest] : [])] }
    }
  }
}
