import { expect, test } from 'vitest'
import { slipFate } from '#app/individual/stores/slip-fate.ts'
import { useReturnSlipStore } from '#app/individual/stores/useReturnSlipStore.ts'
import { fail, ok } from '#core/errors/result.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { must } from '#tests/support/drafts.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aReturnSlipContent, aTaskContent } from '#tests/support/units.ts'

/** What is found of a slip whose submission was signed here, where its draft cannot be loaded for that reason. */
async function read(code: 'DRAFT_MISSING' | 'DRAFT_LOCKED', recordId = aPerson().id) {
  const unit = await aSigningKey()
  const task = must(await readTask(await signTask(aTaskContent(), unit)))
  const content = aSubmissionContent({ taskId: task.content.id })
  const { text, digest } = await signSubmission(content, await aSigningKey())
  const kept = { digest, draftId: 'd', revision: content.revision, personName: '韦晓莉', text }
  const store = useReturnSlipStore(
    await pageStores({
      storage: {
        getSubmission: async () => ok(kept),
        load: async () => fail(code, {}),
      },
      exchange: async () => ({ tasks: { get: async () => ok({ task }) } }),
    }),
  )
  const slip = aReturnSlipContent({ submissionDigest: digest, revision: content.revision, recordId })
  return store.read(await signReturnSlip(slip, unit))
}

test('what the unit returns reaches the person also where the draft was erased since', async () => {
  const found = await read('DRAFT_MISSING')
  expect(found).toMatchObject({ ok: true, value: { draftId: 'd', personName: '韦晓莉', trust: 'task' } })
  expect(slipFate(found)).toBe('keep')
})

test('it must be of the record that was handed in, and waits where that is locked', async () => {
  expect(await read('DRAFT_MISSING', aTaskContent().id)).toMatchObject({ error: { code: 'RETURN_SLIP_UNMATCHED' } })
  expect(await read('DRAFT_LOCKED')).toMatchObject({ error: { code: 'DRAFT_LOCKED' } })
})

test.each([
  ['its record is locked', ok([anEntry()]), 'DRAFT_LOCKED', 'later'],
  ['its record cannot be read now', ok([anEntry()]), 'STORAGE_READ_FAILED', 'later'],
  ['what was sent cannot be read now', fail('STORAGE_READ_FAILED', { reason: 'x' }), 'DRAFT_MISSING', 'later'],
  ['its record was erased', ok([anEntry()]), 'DRAFT_MISSING', 'leave'],
  ['nothing of it was sent from here', ok([]), 'DRAFT_MISSING', 'leave'],
] as const)('where the submission is not found and %s', async (_, sent, code, fate) => {
  const store = useReturnSlipStore(
    await pageStores({
      storage: {
        getSubmission: async () => ok(undefined),
        load: async () => fail(code, { reason: 'x' }),
      },
      exchange: async () => ({ outbox: { list: async () => sent } }),
    }),
  )
  const slip = aReturnSlipContent({ submissionDigest: anEntry().digest })
  expect(slipFate(await store.read(await signReturnSlip(slip, await aSigningKey())))).toBe(fate)
})
