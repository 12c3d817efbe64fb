import { writeWholeFile } from '#cli/write-whole-file.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { ExpectedPerson } from '#core/review/expected-people.ts'
import { makeXlsx } from '#core/spreadsheet/write-xlsx.ts'
import type { peopleOfSchool } from './people.ts'
import { demoUnits, register } from './units.ts'

async function writeTable(
  file: string,
  sheet: string,
  [head, ...rows]: readonly [readonly string[], ...(readonly (readonly string[])[])],
): Promise<void> {
  const xlsx = makeXlsx([{ name: sheet, columns: head.map((title) => ({ title, width: 24 })) }])
  for (const row of rows) await xlsx.addRow(0, row)
  await writeWholeFile(file, xlsx.finish())
}

/** Who is to report: everybody as they truly are, and one of whom the office knows no number. */
export function expectedOf({ received, torn, absent }: ReturnType<typeof peopleOfSchool>): readonly ExpectedPerson[] {
  const nameOf = ({ basic }: PersonRecord): string => basic['name'] ?? ''
  // By name and unit alone a namesake who reported would stand for them.
  const names = new Set(received.map(({ record }) => nameOf(record)))
  const unnumbered = absent.find((person) => !names.has(nameOf(person)))
  const others = absent.filter((person) => person !== unnumbered)
  const all = [...received.map((person) => person.true), torn, ...others]
  return [
    ...all.map((person) => ({
      name: nameOf(person),
      idNumber: person.basic['idNumber'] ?? '',
      unit: demoUnits.school.name,
    })),
    ...(unnumbered ? [{ name: nameOf(unnumbered), unit: '江南一中' }] : []),
  ]
}

/** 应报名单 in the form that 名录 asks for. */
export const writeExpected = (file: string, people: readonly ExpectedPerson[]): Promise<void> =>
  writeTable(file, '应报名单', [
    ['姓名', '身份证号', '单位'],
    ...people.map(({ name, idNumber = '', unit = '' }) => [name, idNumber, unit]),
  ])

/** 单位名录 in the form that 名录 asks for. */
export const writeRegister = (file: string): Promise<void> =>
  writeTable(file, '单位名录', [
    ['单位全称', '组织机构代码', '别名'],
    ...register.map(({ name, orgCode = '', aliases }) => [name, orgCode, aliases.join('、')]),
  ])
