import * as v from 'valibot'
import { cutText } from '#core/characters/cut-text.ts'
import { columnsTold, pickSheets } from '#core/spreadsheet/list-sheets.ts'
import { cellName, type Spoiling, spoilingAt, type Table, type TableRow } from '#core/spreadsheet/spreadsheet.ts'
import type { CaseState } from './case-state.ts'
import { expectedColumns } from './expected-columns.ts'
import { personNameKey } from './identity.ts'
import { tidiedCell } from './tidied-cell.ts'
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
    const idNumber = tidiedCell(cells[at.idNumber]).toUpperCase()
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
}

// Of a line that names no unit; no key of a unit is like it.
const anyUnit = '*'

function addUnit(unitsByName: Map<string, Set<string>>, name: string, unit: string | undefined): void {
  const key = personNameKey(name)
  const units = unitsByName.get(key) ?? new Set()
  unitsByName.set(key, units.add(unit === undefined ? anyUnit : unitNameKey(unit)))
}

/**
 * Who on the list has not reported, and who reported without being on it. Where a number of the list came with other
 * names only (M03), one of the two numbers is wrong: the person is neither counted as reported nor named as missing, until somebody has looked.
 */
export function compareExpected<R extends ReceivedPerson>(expected: readonly ExpectedPerson[], all: readonly R[]) {
  // Who was set aside is reported by nobody here.
  const received = all.filter(({ state }) => state !== 'setAside')
  const byNumber = new Map<string, R[]>()
  for (const person of received) {
    const same = byNumber.get(person.idNumber)
    if (same) same.push(person)
    else byNumber.set(person.idNumber, [person])
  }
  const unitsByName = new Map<string, Set<string>>()
  for (const { name, employer } of received) addUnit(unitsByName, name, employer)
  function hasReported({ name, idNumber, unit }: ExpectedPerson): boolean {
    if (idNumber !== undefined) return byNumber.has(idNumber)
    const units = unitsByName.get(personNameKey(name))
    return units !== undefined && (unit === undefined || units.has(unitNameKey(unit)))
  }
  /** Who came with the number of a line, where nobody who did has its name. */
  function otherOf({ name, idNumber }: ExpectedPerson): R | undefined {
    const same = idNumber === undefined ? [] : (byNumber.get(idNumber) ?? [])
    return same.some((each) => personNameKey(each.name) === personNameKey(name)) ? undefined : same[0]
  }
  const wantedNumbers = new Set(expected.flatMap(({ idNumber }) => idNumber ?? []))
  const wantedUnits = new Map<string, Set<string>>()
  for (const { name, idNumber, unit } of expected) if (idNumber === undefined) addUnit(wantedUnits, name, unit)
  function isWanted({ name, idNumber, employer }: R): boolean {
    const units = wantedUnits.get(personNameKey(name))
    return wantedNumbers.has(idNumber) || units?.has(anyUnit) === true || units?.has(unitNameKey(employer)) === true
  }
  return {
    missing: expected.filter((person) => !hasReported(person)),
    differing: expected.flatMap((person) => {
      const other = otherOf(person)
      return other ? [{ expected: person, received: other }] : []
    }),
    unexpected: received.filter((person) => !isWanted(person)),
  }
}
