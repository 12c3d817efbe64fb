import { readExpected } from '#core/review/expected-people.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import { readRegister } from '#core/unit/register.ts'

export type Rows = readonly (readonly string[])[]

/** A sheet of these rows. */
export const aTable = (name: string, rows: Rows): Table => ({
  name,
  rows: rows.map((cells, at) => ({ number: at + 1, cells })),
  spoilt: new Map(),
})

/** Each person that is read from a list of those expected, as name, number and unit, and what was told. */
export const expected = (...rows: Rows) => {
  const { people, problems } = readExpected([aTable('表', rows)])
  const told = problems.map(({ cell, reason }) => `${cell} ${reason}`)
  return [...people.map(({ name, idNumber, unit }) => [name, idNumber ?? '', unit ?? '']), ...told]
}
/** Each unit that is read from a register, as name, code and aliases, and what was told. */
export const register = (...rows: Rows) => {
  const { units, problems } = readRegister([aTable('表', rows)])
  const told = problems.map(({ cell, reason }) => `${cell} ${reason}`)
  return [...units.map(({ name, orgCode, aliases }) => [name, orgCode ?? '', aliases.join('、')]), ...told]
}
