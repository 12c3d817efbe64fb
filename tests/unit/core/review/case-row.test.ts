import { describe, expect, test } from 'vitest'
import { caseRowOf, findingsOf, hasNoOpenPoint, whatKeepsFromPassing } from '#core/review/case-row.ts'
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
const ticked = checklistItems.map((item): ReviewStep => ({ kind: 'ticked', item, isTicked: true }))

function rowOf(steps: readonly ReviewStep[], issues: readonly Issue[] = []) {
  const standing = caseOf(aTrail(steps))
  if (!standing.ok) throw new Error(standing.error.code)
  return caseRowOf(standing.value, content, findingsOf(issues, content.warnings))
}

describe('the line of a case', () => {
  test('counts errors, and warnings the person gave no reason for at that place', () => {
    const found = [
      issue({}),
      issue({ path: 'basic.email' }),
      issue({ severity: 'error', rule: 'T01', path: 'titles[0]' }),
    ]
    expect(findingsOf(found, content.warnings)).toEqual({
      errors: 1,
      warnings: 1,
      rules: ['T01', 'B12'],
      sheets: ['titles', 'basic'],
    })
  })

  test('is kept from passing by an error, then by a point nobody ticked, then by nothing', () => {
    const arrived = arrivalOf('a', 1)
    expect(whatKeepsFromPassing(rowOf([arrived, ...ticked], [issue({ severity: 'error' })]))).toBe('errors')
    expect(whatKeepsFromPassing(rowOf([arrived, ...ticked.slice(1)]))).toBe('unticked')
    expect(whatKeepsFromPassing(rowOf([arrived, ...ticked]))).toBeUndefined()
    expect(hasNoOpenPoint(rowOf([arrived, ...ticked], [issue({ path: 'basic.email' })]))).toBe(false)
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
})
