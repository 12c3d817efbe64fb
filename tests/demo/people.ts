import type { PersonRecord, Row } from '#core/record/record.ts'
import { firstRare } from '#core/rules/functions/rare-characters.ts'
import type { FaultKind } from '#tests/support/synthetic/faults.ts'
import { syntheticPerson } from '#tests/support/synthetic/person.ts'
import { demoUnits, elsewhere } from './units.ts'

/** Somebody of the demo: as they are, and as they handed it in. */
export interface DemoPerson {
  readonly true: PersonRecord
  readonly record: PersonRecord
  readonly fault?: FaultKind
}

interface Wanted {
  readonly count: number
  readonly seed: number
  /** Series of their titles: teachers of a school, doctors of a hospital. */
  readonly series: string
  readonly employer: { readonly name: string; readonly division: string }
}

/** So many people of one trade and unit; whoever is of one trade is nobody of another. */
function somePeople({ count, series, ...options }: Wanted): readonly DemoPerson[] {
  const found: DemoPerson[] = []
  for (let index = 0; found.length < count; index += 1) {
    const { record: asTheyAre } = syntheticPerson(index, { ...options, faultShare: 0 })
    if (asTheyAre.titles[0]?.['titleSeries'] !== series) continue
    found.push({ true: asTheyAre, ...syntheticPerson(index, options) })
  }
  return found
}

/** The same person with something else on the first sheet. */
export const changed = (record: PersonRecord, basic: Row): PersonRecord => ({
  ...record,
  basic: { ...record.basic, ...basic },
})

const isPlain = ({ fault, record }: DemoPerson): boolean =>
  fault === undefined && firstRare(record.basic['name'] ?? '') === ''

/** Who is on the list of the school and did not report. */
const absentees = 5

/** The people of the school; by the same count and seed the same. */
export function peopleOfSchool(count: number, seed: number) {
  const { name, division } = demoUnits.school
  const employer = { name, division }
  const all = somePeople({ count: count + absentees + 2, seed, series: '04', employer })
  const received = all.slice(0, count)
  const [again, onOtherDevice] = received.filter(isPlain)
  const [torn, stranger, ...absent] = all.slice(count)
  if (!again || !onOtherDevice || !torn || !stranger) throw new Error('too few people without faults')
  return {
    received,
    /** Handed in a second time. */
    again: again.record,
    /** Handed in a second time, from another device. */
    onOtherDevice: onOtherDevice.record,
    /** Whose file arrived cut off. */
    torn: torn.true,
    absent: absent.map((person) => person.true),
    stranger: changed(stranger.true, { employer: elsewhere.name, employerDivision: elsewhere.division }),
  }
}

/** The people of the two units below the city: nothing is wrong with them, and the last of each is the same person. */
export function peopleBelow(count: number, seed: number) {
  const { hospital, primary } = demoUnits
  const of = (series: string, { name, division }: Wanted['employer'], more: number): readonly PersonRecord[] =>
    somePeople({ count: count + more, seed, series, employer: { name, division } }).map((person) => person.true)
  const doctors = of('11', hospital, 1)
  const teachers = of('05', primary, 0)
  const moved = doctors.at(-1)
  if (!moved) throw new Error('nobody moved')
  return {
    doctors: doctors.slice(0, -1),
    teachers,
    /** Reported by the hospital, and again by the school that she works at now. */
    moved: { before: moved, after: changed(moved, { employer: primary.name }) },
  }
}
