import { describe, expect, test } from 'vitest'
import { notReady } from '#app/management/stores/report-obstacles.ts'
import { aCaseRow } from '#tests/support/case-rows.ts'

const wishes = { leaveOut: false }

describe('what of the people stands in the way of reporting', () => {
  test('is one ID number in two cases, which the level above would count twice (M02)', () => {
    const right = aCaseRow({ caseId: 'id:RIGHT', idNumber: 'RIGHT', state: 'passed', name: '韦晓' })
    const corrected = { ...right, caseId: 'id:WRONG', key: '1' }
    expect(notReady([right, corrected], [], wishes)).toEqual({
      ok: false,
      error: { code: 'REPORT_TWICE', params: { count: 2, names: '韦晓、韦晓' } },
    })
    expect(notReady([right], [], wishes)).toBeUndefined()
  })

  test('is not that several came without a number', () => {
    const people = ['韦晓', '黄明'].map((name) => aCaseRow({ caseId: `name:${name}:`, idNumber: '', name }))
    expect(notReady(people, [], wishes)).toBeUndefined()
  })
})
