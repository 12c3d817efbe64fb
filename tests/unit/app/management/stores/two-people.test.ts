import * as v from 'valibot'
import { expect, test } from 'vitest'
import { passingSteps } from '#app/management/stores/bulk-changes.ts'
import { notReady } from '#app/management/stores/report-obstacles.ts'
import { lineOf } from '#core/review/case-row.ts'
import { caseOf } from '#core/review/review-case.ts'
import { checklistItems, reviewEventSchema, type ReviewStep } from '#core/review/review-event.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { aPerson } from '#tests/support/people.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aLevelHolding, arrivingAs, digest, from, kindsOf, school, withdrawalOf } from '#tests/support/withdrawals.ts'

const passed: ReviewStep = { kind: 'passed', digest: digest('a') }
/** Another person who left the ID number of the file she filled in as it was. */
const other = { ...arrivingAs('P', school, 'b', 2), name: '罗文娟', recordId: 'record of 罗文娟' }
const checked = { arriving: other, findings: noFindings }
const block = { id: 'block', digests: [digest('b')], sealed: { iv: new Uint8Array(), data: new Uint8Array() } }

test('a file of another person leaves the case as it is, and says so, also on a trail from before names were kept', async () => {
  for (const whose of [{}, { whose: { recordId: 'record of P', name: 'P', gender: '' } }]) {
    const plan = aLevelHolding({ P: [{ ...arrivalOf('a', 1), ...whose }, passed] })
    const received = await plan.receive(checked, block, { fileName: 'b.rpu' })
    expect(received).toMatchObject({ ok: true, value: { kind: 'another', notes: ['M03', 'foreignUnit'] } })
    expect(plan.changes().map(kindsOf)).toEqual([['received']])
    const line = { state: 'passed', name: 'P', standing: digest('a'), strangers: 1 }
    expect(plan.changes()[0]?.row).toMatchObject(line)
  }
})

test('of an old trail the file itself says whether the same record came with a mended name', async () => {
  const record = aPerson({ id: crypto.randomUUID() })
  const { text } = await signSubmission(aSubmissionContent({}, record), await aSigningKey())
  const plan = aLevelHolding({ P: [arrivalOf('a', 1), passed] }, {}, { [digest('a')]: text })
  const mended = { ...checked, arriving: { ...other, recordId: record.id } }
  expect(await plan.receive(mended, block, { fileName: 'b.rpu' })).toMatchObject({ ok: true, value: { kind: 'newer' } })
})

test('of an old trail as much of a name and gender is kept as the trail takes', async () => {
  const record = aPerson({ basic: { ...aPerson().basic, gender: '男'.repeat(40) } })
  const { text } = await signSubmission(aSubmissionContent({}, record), await aSigningKey())
  const plan = aLevelHolding({ P: [arrivalOf('a', 1), passed] }, {}, { [digest('a')]: text })
  await plan.receive(checked, block, { fileName: 'b.rpu' })
  const [event] = plan.changes()[0]?.events ?? []
  expect(event?.step).toMatchObject({ beside: { gender: '男'.repeat(16) } })
  expect(v.is(reviewEventSchema, event)).toBe(true)
})

test('a pack that puts another person in the place of one decides nothing', async () => {
  const plan = aLevelHolding({ P: [from('a', school), passed] })
  await plan.receive(checked, block, { fileName: 'b.rpz', unit: school })
  const withdrawal = { ...withdrawalOf(new Set([digest('a')])), reported: new Set([digest('b')]) }
  expect(await plan.withdraw(withdrawal)).toMatchObject({ ok: true, value: [] })
  expect(plan.changes()[0]?.row).toMatchObject({ name: 'P', standing: digest('a'), strangers: 1 })
})

test('nobody of such a case is passed with others, or goes up', () => {
  const facts = { idNumber: '1', name: 'P', birthDate: '', gender: '', employer: '', mobile: '', revision: 1 }
  const standing = (steps: readonly ReviewStep[]) => {
    const read = caseOf(aTrail(steps))
    if (!read.ok) throw new Error(read.error.code)
    return read.value
  }
  const whose = { recordId: 'record of P', name: 'P', gender: '' }
  const ready = [
    { ...arrivalOf('a', 1), whose },
    ...checklistItems.map((item): ReviewStep => ({ kind: 'ticked', item, isTicked: true })),
  ]
  const row = { ...lineOf(standing(ready), facts, noFindings), key: '0' }
  const came = { ...arrivalOf('b', 2), whose: { ...whose, recordId: 'other', name: '罗文娟' } }
  expect(passingSteps(row, standing(ready))).toHaveLength(1)
  expect(passingSteps(row, standing([...ready, came]))).toEqual([])
  const reported = lineOf(standing([...ready, passed, came]), facts, noFindings)
  expect(notReady([reported], [], { leaveOut: true })).toMatchObject({
    error: { code: 'REPORT_UNDECIDED_PERSON', params: { count: 1, names: 'P' } },
  })
})
