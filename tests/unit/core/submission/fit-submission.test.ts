import { describe, expect, test } from 'vitest'
import { findingsOf } from '#core/review/case-row.ts'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
import { fitSubmission } from '#core/submission/fit-submission.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const { bundle, tables } = await realCodes()
const { scheme, rules } = bundle
const engine = createRuleEngine(rules, scheme, tables)
const madeWith = (version: string, id = scheme.id, record = aSoundPerson()): SubmissionContent =>
  aSubmissionContent({ scheme: { id, version, digest: 'a'.repeat(64) } }, record)

const answer = (content: SubmissionContent): string => {
  const fitting = fitSubmission(content, scheme)
  return fitting.ok ? fitting.value : fitting.error.code
}

describe('a submission held against the scheme in use', () => {
  test.each([
    ['2012.1', 'same'],
    ['2012.0', 'earlier'],
    ['2011.12', 'earlier'],
    ['2012', 'earlier'],
    ['2012.2', 'FILE_SCHEME_NEWER'],
    ['2012.10', 'FILE_SCHEME_NEWER'],
    ['2012.1.1', 'FILE_SCHEME_NEWER'],
    ['', 'SUBMISSION_SCHEME_OTHER'],
    ['NaN', 'SUBMISSION_SCHEME_OTHER'],
    ['2012.1 ', 'SUBMISSION_SCHEME_OTHER'],
    ['-1', 'SUBMISSION_SCHEME_OTHER'],
    ['1e3', 'SUBMISSION_SCHEME_OTHER'],
    ['2012.x', 'SUBMISSION_SCHEME_OTHER'],
  ])('of version “%s” is %s', (version, becomes) => {
    expect(answer(madeWith(version))).toBe(becomes)
  })

  test('of another scheme is refused, whatever its version, also where only its record says so', () => {
    expect(answer(madeWith('2011.1', 'gd-zyjs'))).toBe('SUBMISSION_SCHEME_OTHER')
    expect(answer(madeWith('2012.0', scheme.id, { ...aSoundPerson(), scheme: 'gd-zyjs' }))).toBe(
      'RECORD_SCHEME_UNKNOWN',
    )
  })

  test('may hold a field that was given up since, and none that nobody knows', () => {
    const record = { ...aSoundPerson(), basic: { ...aSoundPerson().basic, fax: '0775' } }
    expect(answer(madeWith('2012.0', scheme.id, record))).toBe('earlier')
    expect(answer(madeWith('2012.1', scheme.id, record))).toBe('RECORD_FIELD_UNKNOWN')
  })

  test('with a code that is no longer there is told by the rules of today', () => {
    const sound = aSoundPerson()
    const found = (record: typeof sound) =>
      findingsOf(engine.check(record, { today: '2026-11-27' }), [], bundle.manifest).errors
    const gone = { ...sound, basic: { ...sound.basic, nationality: 'ZZ', currentPost: '9999' } }
    expect(answer(madeWith('2012.0', scheme.id, gone))).toBe('earlier')
    expect([found(sound), found(gone) > 0]).toEqual([0, true])
  })
})
