import { describe, expect, test } from 'vitest'
import type { PersonRecord } from '#core/record/record.ts'
import { slipAnswers } from '#core/return-slip/comment-answers.ts'
import type { ReturnComment } from '#core/return-slip/return-slip.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const before = aPerson({
  titles: [
    { titleSeries: '04', titleLevel: '4', issueDate: '2001-12' },
    { titleSeries: '04', titleLevel: '3', issueDate: '2006-12' },
  ],
})
const on = (path: string): ReturnComment => ({ path, reason: 'differs', text: '' })
const answers = (paths: readonly string[], now: PersonRecord) =>
  slipAnswers(paths.map(on), before, { content: aSubmissionContent({}, now), isAnswered: true })
const [first = {}, second = {}] = before.titles

describe('slipAnswers', () => {
  test('tells the old value beside the new one, and what was not touched', () => {
    const now = { ...before, basic: { ...before.basic, mobile: '13977500001' } }
    expect(answers(['basic.mobile', 'basic.email'], now).comments).toMatchObject([
      { position: 0, state: 'changed', before: before.basic['mobile'], after: '13977500001' },
      { position: 1, state: 'unchanged', before: before.basic['email'] ?? '', after: before.basic['email'] ?? '' },
    ])
  })

  test('a field that was emptied is changed, not gone', () => {
    const { mobile, ...basic } = before.basic
    const [comment] = answers(['basic.mobile'], { ...before, basic }).comments
    expect(comment).toMatchObject({ state: 'changed', before: mobile, after: '' })
  })

  test('follows a row to where it stands now', () => {
    const now = { ...before, titles: [{ titleSeries: '01', titleLevel: '5' }, first, second] }
    expect(answers(['titles[1].issueDate'], now).comments).toMatchObject([
      { state: 'unchanged', now: 'titles[2].issueDate', before: '2006-12', after: '2006-12' },
    ])
  })

  test('says when the row it spoke of is no longer there', () => {
    expect(answers(['titles[0].issueDate', 'titles[1].issueDate'], { ...before, titles: [second] })).toMatchObject({
      comments: [
        { state: 'removed', now: undefined, before: '2001-12', after: '' },
        { state: 'unchanged', now: 'titles[0].issueDate' },
      ],
      elsewhere: [],
    })
  })

  test('follows a comment on a row or a whole sheet', () => {
    const now = { ...before, titles: [first, { ...second, issueDate: '2007-01' }] }
    expect(answers(['titles', 'titles[0]', 'titles[1]'], now).comments.map(({ state }) => state)).toEqual([
      'changed',
      'unchanged',
      'changed',
    ])
    expect(answers(['titles'], now).elsewhere).toEqual([])
  })

  test('does not take a correction of the unit for an answer of the person', () => {
    const record = { ...before, basic: { ...before.basic, mobile: '13977500001' } }
    const correction = { by: '黄采集', at: '2026-11-25T02:30:00.000Z', path: 'basic.mobile', before: '', after: '' }
    const corrections = [{ ...correction, reason: '来电更正' }]
    const content = aSubmissionContent({ corrections }, record)
    const [comment] = slipAnswers([on('basic.mobile')], before, { content, isAnswered: true }).comments
    expect(comment).toMatchObject({ state: 'byUnit', after: '13977500001' })
  })

  test('calls nothing unchanged before the person has handed in again', () => {
    const now = { content: aSubmissionContent({}, before), isAnswered: false }
    expect(slipAnswers([on('basic.mobile')], before, now).comments).toMatchObject([{ state: 'waiting' }])
  })

  test('lists what changed where nobody had asked', () => {
    const now = { ...before, basic: { ...before.basic, mobile: '13977500001', name: '韦小莉' }, titles: [first] }
    expect(answers(['basic.mobile'], now).elsewhere.map(({ key }) => key)).toEqual(['basic[0].name', 'titles[1]'])
  })
})
