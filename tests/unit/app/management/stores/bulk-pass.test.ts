import { describe, expect, test } from 'vitest'
import { nextTick } from 'vue'
import { passingSteps } from '#app/management/stores/bulk-changes.ts'
import { useBulkStepsStore } from '#app/management/stores/useBulkStepsStore.ts'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { lineOf, rulesName } from '#core/review/case-row.ts'
import { aPerson } from '#tests/support/people.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { caseOf } from '#core/review/review-case.ts'
import { checklistItems, type ReviewStep } from '#core/review/review-event.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'

const facts = { idNumber: '1', name: '韦晓', birthDate: '', gender: '', employer: '', mobile: '', revision: 1 }
const compared = checklistItems.map((item): ReviewStep => ({ kind: 'ticked', item, isTicked: true }))

function standingAfter(steps: readonly ReviewStep[]) {
  const standing = caseOf(aTrail(steps))
  if (!standing.ok) throw new Error(standing.error.code)
  return standing.value
}

/** Whether somebody is passed with many others whose line is from before the last steps. */
function isPassed(before: readonly ReviewStep[], meanwhile: readonly ReviewStep[]): boolean {
  const row = { ...lineOf(standingAfter(before), facts, noFindings), key: '0' }
  return passingSteps(row, standingAfter([...before, ...meanwhile])).length > 0
}

describe('a person who is passed with many others', () => {
  const ready = [{ ...arrivalOf('a', 1) }, ...compared]
  const ofSchool = { ...arrivalOf('a', 1), unit: '甲中学' }

  test('is passed while nothing is open, whoever ticked the points', () => {
    expect(isPassed(ready, [])).toBe(true)
    expect(isPassed([...ready, { kind: 'opened' }], [{ kind: 'ticked', item: 'phone', isTicked: true }])).toBe(true)
    expect(isPassed([ofSchool], [])).toBe(true)
  })

  test('is left when somebody opened a point meanwhile (M08)', () => {
    expect(isPassed(ready, [{ kind: 'ticked', item: 'phone', isTicked: false }])).toBe(false)
  })

  test('is left when another unit reported the person meanwhile (M15)', () => {
    expect(isPassed([ofSchool], [{ ...arrivalOf('a', 1), unit: '乙中学' }])).toBe(false)
  })

  test('is left when another content of the same revision came meanwhile (M02)', () => {
    const counting = [arrivalOf('b', 1), ...compared]
    expect(isPassed(counting, [])).toBe(true)
    expect(isPassed(counting, [arrivalOf('a', 1)])).toBe(false)
  })

  test('is left when another payload counts by now, or somebody passed the person', () => {
    expect(isPassed(ready, [arrivalOf('b', 2), ...compared])).toBe(false)
    expect(isPassed(ready, [{ kind: 'passed', digest: 'a'.repeat(64) }])).toBe(false)
  })
})

/** A unit in which these people may be passed. */
async function aUnitOf(...letters: readonly string[]) {
  const { bundle } = await loadScheme()
  const cases = memoryCases()
  const findings = { ...noFindings, checkedBy: rulesName(bundle.manifest) }
  const put = (letter: string, steps: readonly ReviewStep[]): void => {
    const record = aPerson({ basic: { name: letter, idNumber: letter, employer: '甲中学' } })
    cases.put(letter, { digest: letter.repeat(64), text: '', content: aSubmissionContent({ record }), findings }, steps)
  }
  for (const letter of letters) put(letter, [arrivalOf(letter, 1), ...compared])
  const pinia = await memoryUnit(cases)
  const [bulk, list] = [useBulkStepsStore(pinia), useCaseListStore(pinia)]
  /** A step that somebody takes for one of them alone. */
  const step = async (key: string, taken: ReviewStep): Promise<void> => {
    await bulk.takeAll({ rows: list.rows.filter((row) => row.key === key), stepsOf: () => [taken] })
    await nextTick()
  }
  /** What other devices did since, heard of in one piece. */
  const hear = (letter: string, since: readonly ReviewStep[]): void => {
    put(letter, [arrivalOf(letter, 1), ...compared, { kind: 'passed', digest: letter.repeat(64) }, ...since])
    cases.change(letter, {})
  }
  return { units: useUnitStore(pinia), bulk, list, step, hear }
}

test('who was counted is passed, and nobody who is listed since', async () => {
  const { bulk, list } = await aUnitOf('a', 'b')
  expect(await bulk.findPassable(list.rows, bulk.passableTest(), () => true)).toHaveLength(2)
  const { passed } = await bulk.pass(list.rows.filter(({ key }) => key === 'a'))
  expect(bulk.error).toBeUndefined()
  expect(passed).toBe(1)
  expect(bulk.lastPassed).toEqual(['a'])
  expect(list.byKey.get('b')?.state).toBe('checking')
})

describe('the last passing of many', () => {
  test('can be taken back until the next one, without whom somebody opened again since', async () => {
    const { units, bulk, list, step } = await aUnitOf('a', 'b', 'c')
    await bulk.pass(list.rows)
    expect(bulk.lastPassed).toEqual(['a', 'b', 'c'])
    await step('b', { kind: 'reopened', reason: '再看一遍' })
    await step('b', { kind: 'passed', digest: 'b'.repeat(64) })
    expect(bulk.lastPassed).toEqual(['a', 'c'])
    expect(await bulk.reopen(bulk.lastPassing, '撤销批量通过')).toBe(2)
    await nextTick()
    expect(bulk.lastPassed).toEqual([])
    expect(list.rows.map(({ state }) => state)).toEqual(['checking', 'passed', 'checking'])
    await bulk.pass(list.rows)
    expect(bulk.lastPassed).toEqual(['a', 'c'])
    units.lock()
    expect(bulk.lastPassed).toEqual([])
  })
  test('is taken back by its notice, while it stands, without those of a later one', async () => {
    const { bulk, list, step } = await aUnitOf('a', 'b', 'c')
    const first = await bulk.pass(list.rows.filter(({ key }) => key !== 'c'))
    await step('a', { kind: 'reopened', reason: '再看一遍' })
    await bulk.pass(list.rows.filter(({ key }) => key !== 'b'))
    await nextTick()
    expect(bulk.lastPassed).toEqual(['a', 'c'])
    expect(await bulk.reopen(first.passing, '撤销批量通过')).toBe(1)
    expect(list.rows.map(({ state }) => state)).toEqual(['passed', 'checking', 'passed'])
  })

  test('leaves whom a colleague passed with something newer since, though that came in one piece', async () => {
    const { bulk, list, hear } = await aUnitOf('a', 'b')
    const { passing } = await bulk.pass(list.rows)
    hear('b', [arrivalOf('c', 2), ...compared, { kind: 'passed', digest: 'c'.repeat(64) }])
    await expect.poll(() => bulk.lastPassed).toEqual(['a'])
    expect(list.byKey.get('b')).toMatchObject({ state: 'passed', standing: 'c'.repeat(64) })
    expect(await bulk.reopen(passing, '撤销批量通过')).toBe(1)
    expect(list.rows.map(({ state }) => state)).toEqual(['checking', 'passed'])
  })
})
