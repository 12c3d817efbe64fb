import { describe, expect, test } from 'vitest'
import {
  caseRowOf,
  findingsOf,
  hasNoOpenPoint,
  isPassedInError,
  lineByFindings,
  rowAfterStep,
  rulesName,
  whatKeepsFromPassing,
} from '#core/review/case-row.ts'
import { caseOf } from '#core/review/review-case.ts'
import { checklistItems, type ReviewStep } from '#core/review/review-event.ts'
import type { Issue } from '#core/rules/issue.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const issue = (changes: Partial<Issue>): Issue => ({
  rule: 'B12',
  severity: 'warning',
  kind: 'wrong',
  path: 'basic.mobile',
  message: '请核对',
  ...changes,
})
const content = aSubmissionContent({ warnings: [{ rule: 'B12', path: 'basic.mobile', reason: '已核对' }] })
const scheme = { version: '2012.1', digest: 'b'.repeat(64) }
const rules = rulesName(scheme)
const ticked = checklistItems.map((item): ReviewStep => ({ kind: 'ticked', item, isTicked: true }))

function rowOf(steps: readonly ReviewStep[], issues: readonly Issue[] = []) {
  const standing = caseOf(aTrail(steps))
  if (!standing.ok) throw new Error(standing.error.code)
  return caseRowOf(standing.value, content, findingsOf(issues, content.warnings, scheme))
}

describe('the line of a case', () => {
  test('counts errors, and warnings the person gave no reason for at that place', () => {
    const found = [
      issue({}),
      issue({ path: 'basic.email' }),
      issue({ severity: 'error', rule: 'T01', path: 'titles[0]' }),
    ]
    expect(findingsOf(found, content.warnings, scheme)).toEqual({
      errors: 1,
      warnings: 1,
      rules: ['T01', 'B12'],
      sheets: ['titles', 'basic'],
      checkedBy: rules,
    })
  })

  test('is kept from passing by an error, then by a point nobody ticked, then by nothing', () => {
    const arrived = arrivalOf('a', 1)
    expect(whatKeepsFromPassing(rowOf([arrived, ...ticked], [issue({ severity: 'error' })]))).toBe('errors')
    expect(whatKeepsFromPassing(rowOf([arrived, ...ticked.slice(1)]))).toBe('unticked')
    expect(whatKeepsFromPassing(rowOf([arrived, ...ticked]))).toBeUndefined()
    expect(hasNoOpenPoint(rowOf([arrived, ...ticked], [issue({ path: 'basic.email' })]), rules)).toBe(false)
  })

  test('may be passed with many others only by what the rules in use found, never by those before an update', () => {
    const steps = [arrivalOf('a', 1), ...ticked]
    const row = rowOf(steps)
    const newer = { version: '2012.2', digest: 'c'.repeat(64) }
    expect(hasNoOpenPoint(row, rules)).toBe(true)
    expect(hasNoOpenPoint(row, rulesName(newer))).toBe(false)
    // Rules of one version that were changed without a word are others, too.
    expect(hasNoOpenPoint(row, rulesName({ ...scheme, digest: 'd'.repeat(64) }))).toBe(false)
    const standing = caseOf(aTrail(steps))
    if (!standing.ok) throw new Error(standing.error.code)
    const unknown = caseRowOf(standing.value, content, undefined)
    expect([unknown.errors, hasNoOpenPoint(unknown, rules)]).toEqual([0, false])
    const checked = lineByFindings(row, findingsOf([], [], newer))
    expect(hasNoOpenPoint(checked, rulesName(newer))).toBe(true)
    expect(hasNoOpenPoint(rowAfterStep(checked, standing.value), rulesName(newer))).toBe(true)
  })

  test('stays passed when an update finds errors in it, and says that it is so', () => {
    const passed = rowOf([arrivalOf('a', 1), ...ticked, { kind: 'passed', digest: 'a'.repeat(64) }])
    expect(isPassedInError(passed)).toBe(false)
    const refused = lineByFindings(passed, findingsOf([issue({ severity: 'error' })], [], scheme))
    expect(refused.state).toBe('passed')
    expect(isPassedInError(refused)).toBe(true)
    expect(isPassedInError({ ...refused, state: 'reported' })).toBe(false)
  })

  test('needs no ticks when a unit below checked and countersigned it, but a decision when two did', () => {
    const fromFirst = { ...arrivalOf('a', 1), unit: '第一中学' }
    const fromSecond = { ...arrivalOf('b', 1), unit: '第二中学' }
    expect(rowOf([fromFirst])).toMatchObject({ unticked: 0, unit: '第一中学', disputed: [] })
    expect(whatKeepsFromPassing(rowOf([fromFirst, fromSecond]))).toBe('disputed')
    const chosen: ReviewStep = { kind: 'chosen', digest: 'a'.repeat(64), reason: '人事关系在第一中学' }
    const decided = rowOf([fromFirst, fromSecond, chosen])
    expect(decided).toMatchObject({ unit: '第一中学', disputed: [] })
    expect(whatKeepsFromPassing(decided)).toBeUndefined()
  })

  test('is of the unit that was decided for, also when both brought the very same file', () => {
    const first = { ...arrivalOf('a', 1), unit: '第一中学' }
    const second = { ...arrivalOf('a', 1), unit: '第二中学' }
    const reason = '人事关系在第二中学'
    const chosen: ReviewStep = { kind: 'chosen', digest: 'a'.repeat(64), reason, unit: '第二中学' }
    expect(rowOf([first, second])).toMatchObject({ unit: '第一中学', disputed: ['第一中学', '第二中学'] })
    expect(rowOf([first, second, chosen])).toMatchObject({ unit: '第二中学', disputed: [] })
    // A file of another content is decided anew.
    const newer = { ...arrivalOf('b', 2), unit: '第一中学' }
    expect(rowOf([first, second, chosen, newer])).toMatchObject({ unit: '第一中学' })
  })

  test('keeps its open points, and who reported it, when the unit above corrects what counts', () => {
    const own = { ...arrivalOf('a', 2), corrections: 1 }
    const fromUnit = { ...arrivalOf('b', 1), unit: '第一中学' }
    const correctedBy = (from: string, digest: string): ReviewStep => ({
      kind: 'corrected',
      digest: digest.repeat(64),
      from: from.repeat(64),
      changes: [{ path: 'basic.mobile', before: '', after: '13900000000', reason: '来电' }],
    })
    const before = rowOf([own, fromUnit])
    const after = rowOf([own, fromUnit, correctedBy('a', 'c'), correctedBy('c', 'd')])
    expect(before.unticked).toBe(9)
    expect(after).toMatchObject({ unticked: 9, corrections: 3 })
    expect(after.unit).toBeUndefined()
    const decided: ReviewStep = { kind: 'chosen', digest: 'b'.repeat(64), reason: '人事关系在第一中学' }
    const fromSecond = { ...arrivalOf('e', 1), unit: '第二中学' }
    const chosen = rowOf([fromUnit, fromSecond, decided, correctedBy('b', 'f')])
    expect(chosen).toMatchObject({ unit: '第一中学', unticked: 0 })
  })
})
