import * as v from 'valibot'
import { cutText } from '#core/characters/cut-text.ts'
import { columnsTold, pickSheets } from '#core/spreadsheet/list-sheets.ts'
import { cellName, type Spoiling, spoilingAt, type Table, type TableRow } from '#core/spreadsheet/spreadsheet.ts'
import type { OpenRegister } from '#core/unit/register.ts'
import type { CaseState } from './case-state.ts'
import { expectedColumns } from './expected-columns.ts'
import { personNameKey } from './identity.ts'
import { tidiedCell, tidiedNumber } from './tidied-cell.ts'
import { unitNameKey } from './unit-names.ts'

/**
 * Shape of the list of people who are to report. How long a cell may be is said where a table is read: a list that
 * was kept is never lost for one long cell.
 */
export const expectedSchema = v.array(
  v.strictObject({ name: v.string(), idNumber: v.exactOptional(v.string()), unit: v.exactOptional(v.string()) }),
)

const longest = { name: 50, unit: 60 } as const

/** Somebody who is to report: known by the ID number, else by name and unit. */
export type ExpectedPerson = v.InferOutput<typeof expectedSchema>[number]

/** A cell of the list that cannot be taken. */
export interface ExpectedProblem {
  readonly sheet: string
  readonly cell: string
  readonly value: string
  readonly reason: 'nameMissing' | 'tooLong' | 'idNumberBad' | 'numberCut' | 'cellError' | 'twice'
}

function numberReason(
  idNumber: string,
  spoiling: Spoiling | undefined,
  isKnown: boolean,
): ExpectedProblem['reason'] | undefined {
  if (spoiling === 'numberCut' || spoiling === 'cellError') return spoiling
  if (idNumber !== '' && !/^\d{17}[\dX]$/.test(idNumber)) return 'idNumberBad'
  return isKnown ? 'twice' : undefined
}

const personOf = (name: string, idNumber: string, unit: string): ExpectedPerson => ({
  name,
  ...(idNumber !== '' && { idNumber }),
  ...(unit !== '' && { unit }),
})

function reasonOfText(text: string, part: 'name' | 'unit', isError: boolean): ExpectedProblem['reason'] | undefined {
  if (isError) return 'cellError'
  if (part === 'name' && text === '') return 'nameMissing'
  return text.length > longest[part] ? 'tooLong' : undefined
}

type Plan = ReturnType<typeof expectedColumns>

/** Reads lines one after the other: which of two comes first decides which is told. */
class ExpectedLines {
  readonly people: ExpectedPerson[] = []
  readonly problems: ExpectedProblem[] = []
  readonly #known = new Set<string>()

  add(table: Table, { at }: Plan, { number, cells }: TableRow): void {
    const [name, unit] = [tidiedCell(cells[at.name]), tidiedCell(cells[at.unit])]
    const idNumber = tidiedNumber(cells[at.idNumber])
    if (name + idNumber + unit === '') return
    const wrong = (column: number, reason: ExpectedProblem['reason']): void => {
      const value = cutText(cells[column] ?? '', 60)
      this.problems.push({ sheet: table.name, cell: cellName(column, number), value, reason })
    }
    const key = idNumber === '' ? `${personNameKey(name)}|${unit}` : idNumber
    const reason = numberReason(idNumber, spoilingAt(table, at.idNumber, number), this.#known.has(key))
    const nameReason = reasonOfText(name, 'name', spoilingAt(table, at.name, number) === 'cellError')
    const unitReason = reasonOfText(unit, 'unit', spoilingAt(table, at.unit, number) === 'cellError')
    if (nameReason) wrong(at.name, nameReason)
    if (unitReason) wrong(at.unit, unitReason)
    if (reason) wrong(reason === 'twice' ? at.name : at.idNumber, reason)
    this.#known.add(key)
    this.people.push(personOf(name, idNumber, unit))
  }
}

/**
 * Reads the list 应报名单 from the sheets that make it up: name and ID number, or name and unit; and tells which sheets
 * and columns it took.
 */
export function readExpected(tables: readonly Table[]) {
  const { picked, sheets } = pickSheets(tables, expectedColumns)
  const read = new ExpectedLines()
  for (const { table, plan } of picked) for (const row of plan.lines) read.add(table, plan, row)
  const { people, problems } = read
  return { people, problems, columns: columnsTold(picked.map(({ plan }) => plan.columns)), sheets }
}

interface ReceivedPerson {
  readonly name: string
  readonly idNumber: string
  readonly employer: string
  readonly state: CaseState
  readonly revision: number
  /** The unit below that reported them. */
  readonly unit?: string
}

/** 单位代录: entered by the unit, while neither the person nor a unit below has handed in anything. */
const isEntered = ({ revision, unit }: ReceivedPerson): boolean => revision === 0 && unit === undefined

// Of a line that names no unit; no key of a unit is like it.
const anyUnit = '*'

/** Where the register knows a unit by the name that was written, its official name stands for it. */
function makeUnitKeys(find: OpenRegister['find']): (unit: string) => string {
  const keys = new Map<string, string>()
  return (unit) => {
    const known = keys.get(unit)
    if (known !== undefined) return known
    const found = find(unit)
    const key = unitNameKey('unit' in found ? found.unit.name : unit)
    keys.set(unit, key)
    return key
  }
}

function addUnit(unitsByName: Map<string, Set<string>>, name: string, unitKey: string): void {
  const key = personNameKey(name)
  const units = unitsByName.get(key) ?? new Set()
  unitsByName.set(key, units.add(unitKey))
}

/** Looks lines of the list up among these people: by the number, else by name and unit. */
function peopleOf<R extends ReceivedPerson>(people: readonly R[], unitKeyOf: (unit: string) => string) {
  const byNumber = new Map<string, R[]>()
  const unitsByName = new Map<string, Set<string>>()
  for (const person of people) {
    const same = byNumber.get(person.idNumber)
    if (same) same.push(person)
    else byNumber.set(person.idNumber, [person])
    addUnit(unitsByName, person.name, unitKeyOf(person.employer))
  }
  return {
    withNumber: (idNumber: string | undefined): readonly R[] =>
      idNumber === undefined ? [] : (byNumber.get(idNumber) ?? []),
    hold({ name, idNumber, unit }: ExpectedPerson): boolean {
      if (idNumber !== undefined) return byNumber.has(idNumber)
      const units = unitsByName.get(personNameKey(name))
      return units !== undefined && (unit === undefined || units.has(unitKeyOf(unit)))
    },
  }
}

/** Who of these stands in no line of the list. */
function notOn<R extends ReceivedPerson>(
  expected: readonly ExpectedPerson[],
  people: readonly R[],
  unitKeyOf: (unit: string) => string,
): readonly R[] {
  const numbers = new Set(expected.flatMap(({ idNumber }) => idNumber ?? []))
  const unitsByName = new Map<string, Set<string>>()
  for (const { name, idNumber, unit } of expected)
    if (idNumber === undefined) addUnit(unitsByName, name, unit === undefined ? anyUnit : unitKeyOf(unit))
  return people.filter(({ name, idNumber, employer }) => {
    const units = unitsByName.get(personNameKey(name))
    const isOfUnit = units?.has(anyUnit) === true || units?.has(unitKeyOf(employer)) === true
    return !numbers.has(idNumber) && !isOfUnit
  })
}

/**
 * Who on the list has not reported, and who is here without being on it. Whom the unit only entered has not reported and
 * is named as such. Where a number of the list came with other names only (M03), one of the two numbers is wrong: the
 * person is neither counted as reported nor named as missing, until somebody has looked.
 */
export function compareExpected<R extends ReceivedPerson>(
  expected: readonly ExpectedPerson[],
  all: readonly R[],
  find: OpenRegister['find'],
) {
  const unitKeyOf = makeUnitKeys(find)
  // Who was set aside is reported by nobody here.
  const here = all.filter(({ state }) => state !== 'setAside')
  const known = peopleOf(here, unitKeyOf)
  const reported = peopleOf(
    here.filter((person) => !isEntered(person)),
    unitKeyOf,
  )
  /** Who came with the number of a line, where nobody who did has its name. */
  function otherOf({ name, idNumber }: ExpectedPerson): R | undefined {
    const came = reported.withNumber(idNumber)
    const same = came.length > 0 ? came : known.withNumber(idNumber)
    return same.some((each) => personNameKey(each.name) === personNameKey(name)) ? undefined : same[0]
  }
  const differing = expected.flatMap((person) => {
    const other = otherOf(person)
    return other ? [{ expected: person, received: other }] : []
  })
  const doubtful = new Set(differing.map((each) => each.expected))
  const missing = expected.filter((person) => !doubtful.has(person) && !reported.hold(person))
  return {
    missing,
    /** Of those missing: whom the unit has entered. */
    entered: new Set(missing.filter((person) => known.hold(person))),
    differing,
    unexpected: notOn(expected, here, unitKeyOf),
  }
}
