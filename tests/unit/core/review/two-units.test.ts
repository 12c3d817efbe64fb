import { expect, test } from 'vitest'
import { planArrival } from '#core/review/plan-arrival.ts'
import { caseOf, type ReviewCase } from '#core/review/review-case.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'

const by = (unit: string, letter: string, revision: number) => ({ ...arrivalOf(letter, revision), unit })
const chosen = (letter: string, unit?: string): ReviewStep => ({
  kind: 'chosen',
  digest: letter.repeat(64),
  reason: '人事关系在那里',
  ...(unit !== undefined && { unit }),
})
const goneUp = (letter: string): readonly ReviewStep[] => [
  { kind: 'passed', digest: letter.repeat(64) },
  { kind: 'reported', digest: letter.repeat(64), pack: 'e'.repeat(64) },
]

function after(...steps: readonly ReviewStep[]): ReviewCase {
  const standing = caseOf(aTrail(steps))
  if (!standing.ok) throw new Error(standing.error.code)
  return standing.value
}

const both = ['乙校', '甲校']
const forOne = [by('甲校', 'a', 1), by('乙校', 'b', 2), chosen('a'), ...goneUp('a')]
const ofOneFile = [by('甲校', 'a', 1), by('乙校', 'a', 1), chosen('a', '甲校'), ...goneUp('a')]

test('what a unit brings that was decided against is for people to decide once more (M15)', () => {
  for (const steps of [forOne, ofOneFile]) {
    expect(after(...steps).disputed).toEqual([])
    const open = after(...steps, by('乙校', 'c', 3))
    expect(open).toMatchObject({ standing: 'c'.repeat(64), state: 'received', disputed: both })
    // What the other one brings in between decides nothing.
    expect(after(...steps, by('乙校', 'c', 3), by('甲校', 'd', 4)).disputed).toEqual(both)
    expect(after(...steps, by('乙校', 'c', 3), chosen('c'), by('乙校', 'd', 4)).disputed).toEqual([])
    expect(after(...steps, by('乙校', 'c', 3), chosen('a', '甲校'), by('乙校', 'd', 4)).disputed).toEqual(both)
  }
})

test('the unit that was decided for goes on as ever', () => {
  for (const steps of [forOne, ofOneFile])
    expect(after(...steps, by('甲校', 'c', 3))).toMatchObject({ standing: 'c'.repeat(64), disputed: [] })
})

test('what is older than what counts, or there already, opens nothing', () => {
  expect(after(...forOne, by('甲校', 'd', 4), by('乙校', 'c', 3))).toMatchObject({ state: 'received', disputed: [] })
  expect(after(...forOne, by('乙校', 'a', 1))).toMatchObject({ state: 'reported', disputed: [] })
})

test('a pack that is sent again brings nothing that is new, and opens nothing', () => {
  const steps = [...forOne, by('乙校', 'c', 3), chosen('a', '甲校')]
  const person = { recordId: 'r', idNumber: '1', name: '甲', birthDate: '', gender: '', employer: '', mobile: '' }
  const arriving = { ...person, digest: 'c'.repeat(64), revision: 3, corrections: 0, signer: 'device' }
  const delivered = { file: 'again.rpz', at: 1, by: '黄采集', eventId: crypto.randomUUID(), unit: '乙校' }
  const planned = planArrival(after(...steps), arriving, delivered)
  expect(planned).toMatchObject({ ok: true, value: { standing: { standing: 'a'.repeat(64), disputed: [] } } })
  expect(planned.ok && planned.value.event).toBeUndefined()
})

test('a decision holds though the other unit brings what counts, too, or the person does', () => {
  expect(after(...forOne, by('乙校', 'a', 1), by('乙校', 'c', 3)).disputed).toEqual(both)
  // Also the first one that comes from the person and not through a unit, newer or older than what counts.
  expect(after(...forOne, arrivalOf('c', 3))).toMatchObject({ standing: 'c'.repeat(64), disputed: [] })
  expect(after(...forOne, arrivalOf('9', 1))).toMatchObject({ state: 'reported', disputed: [] })
  const handedIn = [arrivalOf('9', 1), ...forOne, arrivalOf('c', 3)]
  expect(after(...handedIn)).toMatchObject({ standing: 'c'.repeat(64), disputed: [] })
  expect(after(...handedIn, by('甲校', 'd', 4)).disputed).toEqual([])
  expect(after(...handedIn, by('乙校', 'c', 3), by('乙校', 'd', 4)).disputed).toEqual(both)
})

test('a unit that is renamed stays the one decided for', () => {
  const renamed = { ...by('甲校新校名', 'c', 3), formerly: ['甲校'] }
  expect(after(...forOne, renamed).disputed).toEqual([])
  expect(after(...forOne, renamed, by('乙校', 'd', 4)).disputed).toEqual(['乙校', '甲校新校名'])
})

test('between a unit that is left alone and its own next word there is nothing to decide', () => {
  const letGo: ReviewStep = { kind: 'letGo', unit: '甲校', pack: 'f'.repeat(64), reason: '调走' }
  expect(after(...forOne, letGo, by('乙校', 'c', 3))).toMatchObject({ standing: 'c'.repeat(64), disputed: [] })
  expect(after(...forOne, letGo, by('乙校', 'c', 3), by('甲校', 'd', 4)).disputed).toEqual(both)
})
