import { openTable } from '#core/codes/open-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { PersonRecord, Row } from '#core/record/record.ts'
import { idBirthDate, idCheckDigitOk, idGender } from '#core/rules/functions/id-number.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { aPerson } from '#tests/support/people.ts'

/** What every engine answers: `rule` or `rule@row` of each issue, in any order. */
export type Verdict = readonly string[]
/** One engine given the rules: `run` is what is measured, `verdict` reads what it found. */
export interface Engine {
  readonly name: string
  readonly run: (record: PersonRecord) => unknown
  readonly verdict: (record: PersonRecord) => Verdict
}
/** What every engine says of a mistake, at the least. */
export interface Mistake {
  readonly rule: string
  readonly path: string
}

/** The rule, and the row it found a mistake in. */
export function verdictOf(mistakes: readonly Mistake[]): Verdict {
  return mistakes.map(({ rule, path }) => {
    const row = /[[./](\d+)/.exec(path)?.[1]
    return row === undefined ? rule : `${rule}@${row}`
  })
}

export const today = '2012-06-01'
/** The scheme of this repository. */
export const bundle = await compiledBundle()
const { tables: tableData } = bundle
export const { scheme } = bundle
const opened = new Map(Object.values(tableData).map((table) => [table.id, openTable(table)]))
export const tables: TableLookup = { table: (id) => opened.get(id) }
export const ethnicities: readonly string[] = tableData['ethnicity']?.codes ?? []

/** Fields that must be filled, with the rule that says so. */
export const requiredOfBasic = {
  name: 'B1',
  idNumber: 'B2',
  gender: 'B3',
  birthDate: 'B4',
  employer: 'B5',
  workStartDate: 'B6',
  email: 'B7',
  identityNature: 'B8',
} as const
export const requiredOfTitle = {
  titleLevel: 'T1',
  titleSeries: 'T2',
  issueDate: 'T3',
  certificateNumber: 'T4',
} as const
/** Patterns a filled field must match. */
export const patternsOfBasic = {
  mobile: ['B9', '^1[3-9][0-9]{9}$'],
  email: ['B10', '^[^@ ]+@[^@ ]+[.][a-z]+$'],
  idNumber: ['B11', '^[0-9]{17}[0-9X]$'],
} as const
export const datePattern = '^[0-9]{4}-[0-9]{2}$'
export const levels: readonly string[] = ['1', '2', '3', '4', '5', '6']
export const longestEmployer = 40

/** Rules that compare fields of basic: true when they are kept. */
export const crossOfBasic: Readonly<Record<string, (basic: Row) => boolean>> = {
  B12: ({ idNumber = '' }) => idNumber === '' || idCheckDigitOk(idNumber),
  B13: ({ idNumber = '', birthDate = '' }) =>
    birthDate === '' || idNumber === '' || birthDate === idBirthDate(idNumber),
  B14: ({ idNumber = '', gender = '' }) => gender === '' || idNumber === '' || gender === idGender(idNumber),
  B15: ({ firstLanguage = '', secondLanguage = '' }) => secondLanguage === '' || secondLanguage !== firstLanguage,
  B16: ({ birthDate = '', workStartDate = '' }) =>
    birthDate === '' || workStartDate === '' || workStartDate > birthDate,
  B17: ({ currentSpecialty = '', currentPost = '' }) =>
    !currentSpecialty.startsWith('现不从事') || currentPost === '999',
}
/** Rules that compare fields of a title with others: true when they are kept. */
export const crossOfTitle: Readonly<Record<string, (title: Row, basic: Row) => boolean>> = {
  T7: ({ issueDate = '' }) => issueDate <= today,
  T8: ({ issueDate = '' }, { workStartDate = '' }) => issueDate === '' || issueDate >= workStartDate,
  T9: ({ certificateNumber = '', managementNumber = '' }) =>
    managementNumber === '' || managementNumber !== certificateNumber,
}

const title = (index: number, number: number): Row => ({
  titleLevel: index % 9 === 0 ? '8' : '3',
  titleSeries: '01',
  issueDate: `20${String(10 + (index % 4))}-0${String(1 + (number % 9))}`,
  ...(number % 7 !== 0 && { certificateNumber: `桂中职${String(number)}${String(index)}` }),
  managementNumber: `M${String(number)}`,
})

/** Records of which about one in six has mistakes; no two are alike. */
export function makeRecords(count: number, rows: number): readonly PersonRecord[] {
  return Array.from({ length: count }, (_, number) => {
    const person = aPerson({ titles: Array.from({ length: rows }, (__, index) => title(index + 1, number)) })
    const basic = {
      ...person.basic,
      mobile: `138${String(10_000_000 + number)}`,
      email: `someone${String(number)}@example.com`,
    }
    if (number % 6 === 0) return { ...person, basic: { ...basic, gender: '1', mobile: '1380', email: 'x' } }
    return { ...person, basic }
  })
}
