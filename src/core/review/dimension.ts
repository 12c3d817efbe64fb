import type { Field, Scheme } from '#core/scheme/scheme.ts'
import type { FieldPlace } from './field-value.ts'

/**
 * What people are counted by, by a name that can stand in an address: `age`, `state`, `basic.gender`,
 * `titles.titleLevel` (the row that counts), `titles.titleLevel.any` (every row), `basic.birthPlace.city`.
 */
export type DimensionName = string

/** How the values of a dimension are put together, and where they stand. */
export interface Dimension {
  readonly name: DimensionName
  /** Where the values stand; the state of a case stands in no record. */
  readonly place?: FieldPlace
  readonly group?: 'age' | 'city'
  /** Whether a person may be counted under several values, once under each. */
  readonly isMany: boolean
}

/** Sheets of which one row counts: 最高学历, and the highest title. */
const rankedSheets: ReadonlySet<string> = new Set(['education', 'titles'])
const places = 'divisions'

const plain = (sheet: string, field: string): Dimension => ({
  name: `${sheet}.${field}`,
  place: { sheet, field },
  isMany: false,
})

const everyRow = (sheet: string, field: string): Dimension => ({
  name: `${sheet}.${field}.any`,
  place: { sheet, field, row: 'any' },
  isMany: true,
})

/** The ways in which a field with a code can be counted. */
function waysOf(sheet: string, field: Field): readonly Dimension[] {
  if (field.kind !== 'code') return []
  if (sheet !== 'basic') {
    // Which row counts is told by this field itself: counted by it all people are alike.
    const isRanked = rankedSheets.has(sheet) && !field.key.endsWith('Item')
    return isRanked ? [plain(sheet, field.key), everyRow(sheet, field.key)] : [everyRow(sheet, field.key)]
  }
  const whole = plain(sheet, field.key)
  return field.table === places ? [{ ...whole, name: `${whole.name}.city`, group: 'city' }, whole] : [whole]
}

/** Everything people can be counted by: age, unit, state, and every field that holds a code. */
export function dimensionsOf({ sheets }: Scheme): readonly Dimension[] {
  return [
    { ...plain('basic', 'birthDate'), name: 'age', group: 'age' },
    plain('basic', 'employer'),
    { name: 'state', isMany: false },
    ...sheets.flatMap(({ key, fields }) => fields.flatMap((field) => waysOf(key, field))),
  ]
}

/** Age groups by their names: the years they begin and end with. */
export const ageGroups = ['0-30', '31-35', '36-40', '41-45', '46-50', '51-55', '56-60', '61-'] as const

/** Full years from a birth date to a day. */
export function ageOn(birthDate: string, on: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) return undefined
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** The age group of somebody born then; `''` when the date is none. */
export function ageGroupOf(birthDate: string, on: string): string {
  const age = ageOn(birthDate, on)
  if (age === undefined) return ''
  return ageGroups.find((group) => age <= Number(group.split('-')[1] || 999)) ?? ''
}

/** The city a division belongs to (GB/T 2260: the first four digits). */
export const cityOf = (division: string): string => (division.length === 6 ? `${division.slice(0, 4)}00` : division)
