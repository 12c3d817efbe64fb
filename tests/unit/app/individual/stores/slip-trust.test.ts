import { expect, test } from 'vitest'
import { slipFate } from '#app/individual/stores/slip-fate.ts'
import { useReturnSlipStore } from '#app/individual/stores/useReturnSlipStore.ts'
import type { AcceptedTask, TaskStorage } from '#app/platform/storage/task-storage.ts'
import { fail, ok } from '#core/errors/result.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { must } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aReturnSlipContent, aTaskContent } from '#tests/support/units.ts'

const otherId = crypto.randomUUID()

/** A device whose submission was signed for the task of a unit, and whose draft follows `follows` now. */
async function aDevice(follows: string | undefined, signedFor: 'task' | 'none' = 'task') {
  const unit = await aSigningKey()
  const otherUnit = await aSigningKey()
  const accept = async (id: string, key: SigningKey): Promise<AcceptedTask> => ({
    task: must(await readTask(await signTask({ ...aTaskContent(), id }, key))),
    acceptedAt: 1,
  })
  const { id } = aTaskContent()
  const accepted = new Map([
    [id, await accept(id, unit)],
    [otherId, await accept(otherId, otherUnit)],
  ])
  const content = aSubmissionContent(signedFor === 'task' ? { taskId: id } : {})
  const { text, digest } = await signSubmission(content, await aSigningKey())
  const { record, revision } = content
  const declarations: Record<string, string> = follows === undefined ? {} : { task: follows }
  const broken = new Set<string>()
  const get: TaskStorage['get'] = async (asked) =>
    broken.has(asked) ? fail('STORAGE_READ_FAILED', { reason: 'x' }) : ok(accepted.get(asked))
  const store = useReturnSlipStore(
    await pageStores({
      storage: {
        getSubmission: async () => ok({ digest, draftId: 'd', revision, personName: '韦晓莉', text }),
        load: async () => ok({ record, declarations, handedIn: { digest } }),
      },
      exchange: async () => ({ tasks: { get } }),
    }),
  )
  const slip = aReturnSlipContent({ submissionDigest: digest, revision, recordId: record.id })
  const readOf = async (signer: SigningKey) => store.read(await signReturnSlip(slip, signer))
  return { id, unit, otherUnit, accepted, broken, readOf }
}

test.each([
  ['follows no task any more', ''],
  ['never said which it follows', undefined],
  ['follows the task of another unit', otherId],
  ['follows a task that is not here', crypto.randomUUID()],
])('what the unit returns is kept though the draft %s since it was handed in', async (_, follows) => {
  const { unit, readOf } = await aDevice(follows)
  const found = await readOf(unit)
  expect(found).toMatchObject({ ok: true, value: { trust: 'task', isOutdated: false } })
  expect(slipFate(found)).toBe('keep')
})

test('the unit whose task the draft follows now is believed too, also of what was signed for none', async () => {
  const { otherUnit, readOf } = await aDevice(otherId)
  expect(await readOf(otherUnit)).toMatchObject({ value: { trust: 'task' } })
  const { unit, id, readOf: readOfNone } = await aDevice(aTaskContent().id, 'none')
  expect(id).toBe(aTaskContent().id)
  expect(await readOfNone(unit)).toMatchObject({ value: { trust: 'task' } })
})

test('whoever signed neither task is another, and without any there is none to compare', async () => {
  const stranger = await aSigningKey()
  const left = await aDevice('')
  expect(await left.readOf(stranger)).toMatchObject({ value: { trust: 'other' } })
  left.accepted.clear()
  expect(await left.readOf(left.unit)).toMatchObject({ value: { trust: 'unknown' } })
  const none = await aDevice('', 'none')
  expect(await none.readOf(none.unit)).toMatchObject({ value: { trust: 'unknown' } })
})

test('a task that cannot be read now proves nothing: the slip waits, unless the other task answers for it', async () => {
  const { id, unit, otherUnit, broken, readOf } = await aDevice(otherId)
  broken.add(id)
  const found = await readOf(unit)
  expect(found).toMatchObject({ ok: false, error: { code: 'STORAGE_READ_FAILED' } })
  expect(slipFate(found)).toBe('later')
  expect(await readOf(otherUnit)).toMatchObject({ value: { trust: 'task' } })
})
