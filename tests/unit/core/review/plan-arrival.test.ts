import { array, assert, constantFrom, property, shuffledSubarray } from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { correctSubmission } from '#core/review/correct-submission.ts'
import { arrivingOf } from '#core/review/arriving.ts'
import { planArrival } from '#core/review/plan-arrival.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import { reviewEventSchema } from '#core/review/review-event.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { Submission, SubmissionContent } from '#core/submission/submission.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const eventId = '9b2d7f6e-1c7e-4e0b-8d9c-2f1a3b4c5d6e'

async function received(content: SubmissionContent): Promise<Submission> {
  const read = await readSubmission((await signSubmission(content, await aSigningKey())).text)
  if (!read.ok) throw new Error(read.error.code)
  return read.value
}

async function corrected(submission: Submission): Promise<Submission> {
  const wanted = [{ path: 'basic.mobile', after: '13900000000', reason: '本人来电更正' }]
  const made = await correctSubmission(submission, wanted, {
    by: '黄采集',
    at: '2026-11-24T03:00:00.000Z',
    key: await aSigningKey(),
    named: (record) => record,
  })
  const read = made.ok ? await readSubmission(made.value.text) : made
  if (!read.ok) throw new Error(read.error.code)
  return read.value
}

/** Cases after receiving these in this order; what depends on the order of arrival only is left out. */
function storeAfter(submissions: readonly Submission[]) {
  const cases = new Map<string, ReviewCase>()
  for (const [at, submission] of submissions.entries()) {
    const unit = submission.content.record.basic['employer'] ?? ''
    const standing = cases.get(`id:${submission.content.record.basic['idNumber'] ?? ''}`)
    const planned = planArrival(standing, arrivingOf(submission), { file: 'x.rpu', at, by: '黄采集', eventId, unit })
    if (!planned.ok) throw new Error(planned.error.code)
    if (planned.value.standing) cases.set(planned.value.caseId, planned.value.standing)
  }
  return [...cases]
    .map(([id, { standing, state, revisions, disputed }]) => ({
      id,
      standing,
      state,
      disputed,
      digests: revisions.map(({ digest }) => digest).sort(),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

describe('receiving', () => {
  test('the same files in any order, some of them twice, give the same store', async () => {
    const other = aPerson({ basic: { ...aPerson().basic, idNumber: '110101199003078515' } })
    const elsewhere = aPerson({ basic: { ...aPerson().basic, employer: '北流市第二中学' } })
    const first = await received(aSubmissionContent())
    const files = [
      first,
      await corrected(first),
      await received(aSubmissionContent({ revision: 2 })),
      await received(aSubmissionContent({ revision: 2, createdAt: '2026-11-24T02:30:00.000Z' })),
      await received(aSubmissionContent({}, elsewhere)),
      await received(aSubmissionContent({}, other)),
    ]
    const expected = storeAfter(files)
    expect(expected).toHaveLength(2)
    assert(
      property(shuffledSubarray([...files, ...files], { minLength: 12, maxLength: 12 }), (order) => {
        expect(storeAfter(order)).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  test('a correction of the unit below takes the place of what it corrects, also when it comes first', async () => {
    const first = await received(aSubmissionContent())
    const better = await corrected(first)
    expect(storeAfter([better, first])[0]?.standing).toBe(better.digest)
    expect(storeAfter([first, better])[0]?.standing).toBe(better.digest)
  })

  test('the very same file reported by two units is undecided too', async () => {
    const file = await received(aSubmissionContent())
    const bring = (standing: ReviewCase | undefined, unit?: string) => {
      const planned = planArrival(standing, arrivingOf(file), {
        file: 'x',
        at: 1,
        by: '黄',
        eventId,
        ...(unit && { unit }),
      })
      if (!planned.ok) throw new Error(planned.error.code)
      return planned.value.standing
    }
    const twice = bring(bring(bring(undefined, '第一中学'), '第二中学'), '第二中学')
    expect(twice).toMatchObject({ disputed: ['第一中学', '第二中学'], standing: file.digest, sequence: 2 })
    expect(bring(bring(undefined))?.sequence).toBe(1)
  })

  test('a person reported by two units stays undecided between them', async () => {
    const elsewhere = aPerson({ basic: { ...aPerson().basic, employer: '北流市第二中学' } })
    const files = [await received(aSubmissionContent()), await received(aSubmissionContent({}, elsewhere))]
    expect(storeAfter(files)[0]?.disputed).toEqual(['北流市第一中学', '北流市第二中学'])
  })

  test('whatever a file is called, its arrival can be read again', async () => {
    const arriving = arrivingOf(await received(aSubmissionContent()))
    const characters = array(constantFrom('a', '韦', '𠮷', '\uD842', '\uDFB7', '\u202E', '.'), {
      minLength: 190,
      maxLength: 300,
    })
    assert(
      property(characters, (name) => {
        const planned = planArrival(undefined, arriving, { file: name.join(''), at: 1, by: '黄采集', eventId })
        const event = planned.ok ? planned.value.event : undefined
        expect(v.is(reviewEventSchema, event)).toBe(true)
        expect(JSON.stringify(event)).not.toMatch(/\\ud[89a-f]/i)
      }),
    )
  })
})
