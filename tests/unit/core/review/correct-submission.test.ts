import { describe, expect, test } from 'vitest'
import { withNewCodeNames } from '#core/record/code-names.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { correctByTable, correctSubmission } from '#core/review/correct-submission.ts'
import { fieldChanges } from '#core/review/field-changes.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const at = '2026-11-24T03:00:00.000Z'
const digest = 'c'.repeat(64)
const { bundle, tables } = await realCodes()
const named = (record: PersonRecord): PersonRecord => withNewCodeNames(record, bundle.scheme, tables)

describe('a correction of the unit', () => {
  test('names what it corrects, who, when, old, new and why, and verifies with the unit’s signature', async () => {
    const key = await aSigningKey()
    const wanted = [{ path: 'education[1].school', after: ' 广西民族大学 ', reason: '按毕业证' }]
    const made = await correctSubmission({ content: aSubmissionContent(), digest }, wanted, {
      by: '黄采集',
      at,
      key,
      named,
    })
    const read = made.ok ? await readSubmission(made.value.text) : made
    expect(read).toMatchObject({
      ok: true,
      value: {
        content: {
          previous: digest,
          corrections: [
            {
              by: '黄采集',
              at,
              path: 'education[1].school',
              before: '广西师范大学',
              after: '广西民族大学',
              reason: '按毕业证',
            },
          ],
        },
      },
    })
  })

  test('lists the corrections before it too', async () => {
    const key = await aSigningKey()
    const by = { by: '黄采集', at, key, named }
    const first = await correctSubmission(
      { content: aSubmissionContent(), digest },
      [{ path: 'basic.mobile', after: '13900000000', reason: '来电' }],
      by,
    )
    if (!first.ok) throw new Error(first.error.code)
    const second = await correctSubmission(first.value, [{ path: 'basic.email', after: '', reason: '停用' }], by)
    expect(second.ok && second.value.content.corrections?.map(({ path }) => path)).toEqual([
      'basic.mobile',
      'basic.email',
    ])
    expect(second.ok && 'email' in second.value.content.record.basic).toBe(false)
  })

  test('names the codes it puts in, and leaves the names that stand', async () => {
    const record = aPerson({
      basic: { ...aPerson().basic, currentPost: '082', ethnicity: '08' },
      names: { professional_post: { '082': '高级工程师' }, ethnicity: { '08': '壮' } },
    })
    const by = { by: '黄采集', at, key: await aSigningKey(), named }
    const standing = { content: aSubmissionContent({}, record), digest }
    const change = { path: 'basic.currentPost', after: '083' }
    const made = await correctSubmission(standing, [{ ...change, reason: '按聘书' }], by)
    const names = { professional_post: { '083': '工程师' }, ethnicity: { '08': '壮' } }
    expect(made).toMatchObject({ ok: true, value: { content: { record: { names } } } })
    const again = await correctByTable(standing, [{ ...change, before: '082' }], by)
    expect(again.content.record.names?.['professional_post']).toEqual({ '083': '工程师' })
    expect(again.content.record.names).toMatchObject(names)
  })

  test('that changes nothing, or a place that is not there, is refused', async () => {
    const key = await aSigningKey()
    const wanted = [
      { path: 'basic.mobile', after: '13807750000', reason: '' },
      { path: 'titles[4].titleName', after: 'x', reason: '' },
    ]
    const made = await correctSubmission({ content: aSubmissionContent(), digest }, wanted, {
      by: '黄',
      at,
      key,
      named,
    })
    expect(made).toMatchObject({ ok: false, error: { code: 'CORRECTION_EMPTY' } })
  })
})

test('the difference of two records is told field by field, with rows that came or went', () => {
  const before = aPerson()
  const { email: _email, ...basic } = before.basic
  const after = aPerson({ basic, awards: [{ awardName: '先进' }] })
  expect(fieldChanges(before, after)).toEqual([
    { path: 'basic.email', before: 'weixiao@example.com', after: '' },
    { path: 'awards[0].awardName', before: '', after: '先进' },
  ])
})
