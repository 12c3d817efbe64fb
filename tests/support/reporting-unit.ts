import * as fc from 'fast-check'
import type { Manifest } from '#core/pack/pack.ts'
import type { Arriving } from '#core/review/arriving.ts'
import type { PlannedReport, Reportable } from '#core/review/plan-report.ts'
import { afterPack, type Reported } from '#core/review/reported.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { ModelPack } from './a-level-above.ts'
import { aUnit } from './units.ts'

/** So many people has a unit of the model. */
export const peopleOfUnit = 3

/** Units that report. */
const units: readonly Unit[] = [aUnit, { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811999X' }]

/** What a unit does with one of its people between two reports. */
const doings = ['leave', 'revise', 'correct', 'withdraw', 'bringBack'] as const
const forEach = { minLength: peopleOfUnit, maxLength: peopleOfUnit }

/** What a unit does with each of them. */
export const eachDoing = fc.array(fc.constantFrom(...doings), forEach)

/** The same, of a unit that may take an earlier submission again, too. */
export const eachDoingOrBack = fc.array(fc.constantFrom(...doings, 'goBack'), forEach)

/** A person as their unit has them. */
export interface Person {
  /** Device of the unit that did the last thing with the payload. */
  by: number
  revision: number
  corrections: number
  isReady: boolean
  reported?: Reported
}

const hexOf = (...numbers: readonly number[]): string =>
  numbers
    .map((number) => number.toString(16).padStart(4, '0'))
    .join('')
    .padEnd(64, '0')

/** The payload that counts of a person. */
export function arrivingOf(unit: number, person: number, { by, revision, corrections }: Person): Arriving {
  return {
    recordId: hexOf(unit + 1, person + 1),
    idNumber: `45098119800101${unit}${person}`,
    name: `某${unit}${person}`,
    birthDate: '1980-01-01',
    gender: '1',
    digest: hexOf(unit + 1, person + 1, revision, corrections, by),
    revision,
    signer: 'device',
    corrections,
    employer: units[unit]?.name ?? '',
    mobile: '',
  }
}

/** Does one thing with a person. */
export function act(person: Person, kind: string): void {
  if (kind === 'revise') Object.assign(person, { revision: person.revision + 1, corrections: 0 })
  if (kind === 'goBack') Object.assign(person, { revision: Math.max(1, person.revision - 1), corrections: 0 })
  if (kind === 'correct') person.corrections += 1
  if (kind === 'withdraw') person.isReady = false
  if (kind === 'bringBack') person.isReady = true
}

/** A pack as its unit signs it. */
export function packOf(unit: number, at: number, plan: PlannedReport, ready: readonly Arriving[]): ModelPack {
  const { submissions, since, withdrawn } = plan
  const below = units[unit] ?? aUnit
  const content: Manifest['content'] = {
    unit: below,
    scheme: { id: 'gx-zyjs', version: '2012.1' },
    createdAt: new Date(Date.UTC(2026, 10, 1 + at)).toISOString(),
    count: submissions.length,
    submissions: [...submissions],
    root: hexOf(0),
    ...(since !== undefined && { since }),
    ...(withdrawn && { withdrawn: [...withdrawn] }),
  }
  const manifest = {
    content,
    digest: hexOf(0xff, unit, at),
    signer: `key of ${unit}`,
    signerKey: { kty: 'EC', crv: 'P-256', x: '', y: '' },
    certificates: [],
    text: '',
  } as const
  const inPack = new Set(submissions)
  return { manifest, people: ready.filter(({ digest }) => inPack.has(digest)) }
}

/** Notes with each person what a pack did to them. */
export function mark(
  unit: number,
  people: readonly Person[],
  { manifest: { digest: pack, content } }: ModelPack,
  at: number,
) {
  for (const [index, person] of people.entries()) {
    const { digest } = arrivingOf(unit, index, person)
    const above = person.reported?.above ?? ''
    if (person.isReady && content.submissions.includes(digest))
      person.reported = afterPack(person.reported, { kind: 'reported', digest, pack }, at)
    else if (content.withdrawn?.includes(above) === true)
      person.reported = afterPack(person.reported, { kind: 'withdrawn', digest: above, pack }, at)
  }
}

/** What a unit knows when it plans a pack, and what it may hold. */
export function plannedBy(people: readonly Person[]): { told: readonly Reportable[]; ready: readonly Arriving[] } {
  const told = people.map((person, index): Reportable => {
    const side = person.isReady ? 'ready' : 'out'
    return { standing: arrivingOf(0, index, person).digest, side, reported: person.reported }
  })
  return { told, ready: people.flatMap((person, index) => (person.isReady ? [arrivingOf(0, index, person)] : [])) }
}
