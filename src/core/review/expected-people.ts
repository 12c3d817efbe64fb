import * as v from 'valibot'
import { cellName, type Table } from '#core/spreadsheet/spreadsheet.ts'
import { unitNameKey } from './unit-names.ts'

const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest))

/** Shape of the list of people who are to report. */
export const expectedSchema = v.array(
  v.strictObject({ name: text(50), idNumber: v.exactOptional(text(18)), unit: v.exactOptional(text(60)) }),
)

/** Somebody who is to report: known by the ID number, else by name and unit. */
export type ExpectedPerson = v.InferOutput<typeof expectedSchema>[number]

/** A cell of the list that cannot be taken. */
export interface ExpectedProblem {
  readonly cell: string
  readonly value: string
  readonly reason: 'nameMissing' | 'idNumberBad' | 'numberCut' | 'twice'
}

const plain = (value: string | undefined): string => (value ?? '').normalize('NFC').replace(/\s/gu, '')
const titled = (head: readonly string[], title: RegExp): number =>
  head.findIndex((cell) => title.test(plain(cell).normalize('NFKC')))

/** Columns of name, ID number and unit: by the head, or the first three. */
function columnsOf(head: readonly string[]): {
  readonly at: readonly [number, number, number]
  readonly hasHead: boolean
} {
  const named = titled(head, /^姓名/u)
  if (named === -1) return { at: [0, 1, 2], hasHead: false }
  return { at: [named, titled(head, /身份证/u), titled(head, /单位/u)], hasHead: true }
}

function numberReason(idNumber: string, isCut: boolean, isKnown: boolean): ExpectedProblem['reason'] | undefined {
  if (isCut) return 'numberCut'
  if (idNumber !== '' && !/^\d{17}[\dX]$/.test(idNumber)) return 'idNumberBad'
  return isKnown ? 'twice' : undefined
}

/** Reads the list 应报名单 from a table: name and ID number, or name and unit. */
export function readExpected({ rows, cutNumbers }: Table) {
  const { at, hasHead } = columnsOf(rows[0]?.cells ?? [])
  const [nameAt, numberAt, unitAt] = at
  const people: ExpectedPerson[] = []
  const problems: ExpectedProblem[] = []
  const known = new Set<string>()
  for (const { number, cells } of hasHead ? rows.slice(1) : rows) {
    const [name, idNumber, unit] = [plain(cells[nameAt]), plain(cells[numberAt]).toUpperCase(), plain(cells[unitAt])]
    if (name + idNumber + unit === '') continue
    const wrong = (column: number, reason: ExpectedProblem['reason']): void =>
      void problems.push({ cell: cellName(column, number), value: (cells[column] ?? '').slice(0, 60), reason })
    const key = idNumber === '' ? `${name}|${unit}` : idNumber
    const reason = numberReason(idNumber, cutNumbers.has(cellName(numberAt, number)), known.has(key))
    if (name === '') wrong(nameAt, 'nameMissing')
    if (reason) wrong(reason === 'twice' ? nameAt : numberAt, reason)
    known.add(key)
    people.push({ name, ...(idNumber !== '' && { idNumber }), ...(unit !== '' && { unit }) })
  }
  return { people, problems }
}

interface ReceivedPerson {
  readonly name: string
  readonly idNumber: string
  readonly employer: string
}

/** Who on the list has not reported, and who reported without being on it. */
export function compareExpected<R extends ReceivedPerson>(expected: readonly ExpectedPerson[], received: readonly R[]) {
  const numbers = new Set(received.map(({ idNumber }) => idNumber))
  const unitsByName = new Map<string, Set<string>>()
  for (const { name, employer } of received) {
    unitsByName.set(name, (unitsByName.get(name) ?? new Set()).add(unitNameKey(employer)))
  }
  function hasReported({ name, idNumber, unit }: ExpectedPerson): boolean {
    if (idNumber !== undefined) return numbers.has(idNumber)
    const units = unitsByName.get(name)
    return units !== undefined && (unit === undefined || units.has(unitNameKey(unit)))
  }
  const wantedNumbers = new Set(expected.flatMap(({ idNumber }) => idNumber ?? []))
  const wantedNames = new Set(expected.filter(({ idNumber }) => idNumber === undefined).map(({ name }) => name))
  return {
    missing: expected.filter((person) => !hasReported(person)),
    unexpected: received.filter(({ name, idNumber }) => !wantedNumbers.has(idNumber) && !wantedNames.has(name)),
  }
}
