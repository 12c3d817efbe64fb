import { expect, test } from 'vitest'
import { choosingSteps } from '#app/management/stores/case-steps.ts'
import { whatKeepsFromPassing, lineOf, rowAfterStep } from '#core/review/case-row.ts'
import { classifyArrival } from '#core/review/classify-arrival.ts'
import { caseOf, rivalsOf, strangersOf } from '#core/review/review-case.ts'
import { checklistItems, type ReviewStep } from '#core/review/review-event.ts'
import { unitsOfPerson } from '#core/review/whose-case.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'

const ma = { recordId: 'record of 马', name: '马小云', gender: '2' }
const luo = { recordId: 'record of 罗', name: '罗文娟', gender: '2' }
const of = (letter: string, revision: number, whose: typeof ma) => ({ ...arrivalOf(letter, revision), whose })
const passed: ReviewStep = { kind: 'passed', digest: 'a'.repeat(64) }
const chosen = (letter: string): ReviewStep => ({ kind: 'chosen', digest: letter.repeat(64), reason: '核对原件' })

function after(...steps: readonly ReviewStep[]) {
  const standing = caseOf(aTrail(steps))
  if (!standing.ok) throw new Error(standing.error.code)
  return standing.value
}

const letters = (found: readonly { readonly digest: string }[]) => found.map(({ digest }) => digest[0])
const facts = { idNumber: 'X', birthDate: '', name: '马小云', gender: '2', employer: '', mobile: '', revision: 1 }
const clean = { errors: 0, warnings: 0, rules: [], sheets: [], checkedBy: 'rules' }

test('another person under one ID number takes the place of nobody until people decide (M03)', () => {
  const before = after(of('a', 1, ma), passed)
  expect(classifyArrival(before, of('b', 2, luo))).toMatchObject({ kind: 'another', hasRival: false })
  const doubtful = after(of('a', 1, ma), passed, of('b', 2, luo))
  expect(doubtful).toMatchObject({ standing: 'a'.repeat(64), state: 'passed' })
  expect(letters(strangersOf(doubtful))).toEqual(['b'])
  // In whichever order they come; then the first that came stands.
  expect(letters(strangersOf(after(of('b', 2, luo), of('a', 1, ma))))).toEqual(['a'])
})

test('neither one by one nor with many is such a case passed, until somebody chose', () => {
  const ticks = checklistItems.map((item): ReviewStep => ({ kind: 'ticked', item, isTicked: true }))
  const steps = [of('a', 1, ma), of('b', 2, luo), ...ticks]
  const row = lineOf(after(...steps), facts, clean)
  expect(row.strangers).toBe(1)
  expect(whatKeepsFromPassing(row)).toBe('strangers')
  const decided = after(...steps, chosen('a'), ...ticks)
  expect(whatKeepsFromPassing(rowAfterStep(row, decided))).toBeUndefined()
  expect(strangersOf(after(...steps, chosen('b')))).toEqual([])
})

test('what was decided stands for what was there, and is asked anew of what comes after', () => {
  const kept = after(of('a', 1, ma), of('b', 2, luo), chosen('a'))
  expect(letters(rivalsOf(after(of('a', 1, ma), of('b', 1, luo), chosen('a'))))).toEqual([])
  expect(classifyArrival(kept, of('c', 2, ma)).kind).toBe('newer')
  expect(after(of('a', 1, ma), of('b', 2, luo), chosen('a'), of('c', 2, ma)).standing[0]).toBe('c')
  expect(letters(strangersOf(after(of('a', 1, ma), of('b', 2, luo), chosen('a'), of('c', 3, luo))))).toEqual(['c'])
})

test('which unit reports a person and whose case it is are two decisions', () => {
  const by = (unit: string, step: ReturnType<typeof of>) => ({ ...step, unit })
  const chosenBy = (unit: string, letter: string): ReviewStep => ({
    kind: 'chosen',
    digest: letter.repeat(64),
    reason: '核对原件',
    unit,
  })
  const steps = [by('甲校', of('a', 1, ma)), by('乙校', of('b', 1, ma)), by('丙校', of('c', 1, luo))]
  const open = after(...steps)
  expect(unitsOfPerson(open, 'a'.repeat(64))).toEqual(['乙校', '甲校'])
  expect(unitsOfPerson(open, 'c'.repeat(64))).toEqual(['丙校'])
  const settled = after(...steps, chosenBy('甲校', 'a'))
  expect(settled).toMatchObject({ disputed: [], chosenUnit: '甲校' })
  expect(letters(strangersOf(settled))).toEqual(['c'])
  // The unit whose file is of the other person: whose case it is stays open the other way about.
  expect(letters(strangersOf(after(...steps, chosenBy('丙校', 'c'))))).toEqual(['b'])
  const decided = after(...steps, chosenBy('甲校', 'a'), chosen('a'))
  expect(decided).toMatchObject({ standing: 'a'.repeat(64), chosenUnit: '甲校' })
  expect(strangersOf(decided)).toEqual([])
  const [step] = choosingSteps(open, { digest: 'a'.repeat(64), reason: '核对原件', unit: '甲校' })
  expect(step).toMatchObject({ kind: 'chosen', unit: '甲校' })
})

test('the person on a new device, or with a mended name, goes on as ever', () => {
  expect(after(of('a', 1, ma), of('b', 2, { ...ma, recordId: 'made anew' })).standing[0]).toBe('b')
  expect(after(of('a', 1, ma), of('b', 2, { ...ma, name: '马晓云' })).standing[0]).toBe('b')
  // Who mended the name and made the record anew is asked about, until the record says that both are one.
  const anew = { ...ma, recordId: 'made anew', name: '马晓云' }
  expect(letters(strangersOf(after(of('a', 1, ma), of('b', 2, anew))))).toEqual(['b'])
  expect(strangersOf(after(of('a', 1, ma), of('b', 2, anew), of('c', 3, { ...ma, name: '马晓云' })))).toEqual([])
})

test('whose sex or name the table of the unit left blank is the person who hands in themselves', () => {
  const entered = { ...ma, recordId: 'made of a table', gender: '' }
  expect(after(of('a', 0, entered), of('b', 1, ma)).standing[0]).toBe('b')
  expect(after(of('a', 0, { ...entered, name: '' }), of('b', 1, ma)).standing[0]).toBe('b')
  expect(after(of('a', 1, ma), of('b', 2, entered)).standing[0]).toBe('b')
  expect(letters(strangersOf(after(of('a', 0, entered), of('b', 1, luo))))).toEqual(['b'])
  // What is blank makes nobody one with a third.
  const he = { ...ma, recordId: 'of another', gender: '1' }
  expect(letters(strangersOf(after(of('a', 0, entered), of('b', 1, ma), of('c', 2, he))))).toEqual(['c'])
})

test('of trails that do not say whose a submission is, only the arrival can say it', () => {
  expect(after(arrivalOf('a', 1), of('b', 2, luo)).standing[0]).toBe('b')
  const told = { ...of('b', 2, luo), beside: { digest: 'a'.repeat(64), ...ma } }
  const doubtful = after(arrivalOf('a', 1), told)
  expect(doubtful.standing[0]).toBe('a')
  expect(letters(strangersOf(doubtful))).toEqual(['b'])
})
