import { expect, test } from 'vitest'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const caseId = 'id:甲'

async function handedIn(name: string, at: number) {
  const content = aSubmissionContent({}, anotherPerson(name, at))
  return { content, ...(await signSubmission(content, unitKey)) }
}

/** The desk of one whose text of two revisions, the second of which counts, is lost: of the first or of the second. */
async function deskWithout(lost: 'first' | 'second') {
  const cases = memoryCases()
  const [first, second] = [await handedIn('甲', 1), await handedIn('乙', 2)]
  cases.texts.set(first.digest, first.text)
  cases.put(caseId, second, [
    { ...arrivalOf('a', 1), digest: first.digest },
    { ...arrivalOf('b', 2), digest: second.digest },
    { kind: 'opened' },
  ])
  const digests = { first: first.digest, second: second.digest }
  cases.texts.delete(digests[lost])
  const desk = useCaseStore(await memoryUnit(cases))
  await desk.begin(caseId)
  return { desk, digests, line: () => ({ ...cases.rows.get(caseId) }) }
}

test('a revision whose text is not here cannot be taken: its line would say what another says', async () => {
  const { desk, digests, line } = await deskWithout('first')
  expect(desk.error).toBeUndefined()
  const before = line()
  expect(before.standing).toBe(digests.second)
  expect(await desk.choose(digests.first, '人工选择')).toBe(false)
  expect(desk.error?.code).toBe('SYNC_PAYLOAD_MISSING')
  expect(line()).toEqual(before)
  expect([...desk.unread.keys()]).toEqual([digests.first])
})

test('where the text that counts is not here, the desk says so, and nothing is decided on it', async () => {
  const { desk, digests, line } = await deskWithout('second')
  expect(desk.error?.code).toBe('SYNC_PAYLOAD_MISSING')
  const before = line()
  const mend = [{ path: 'basic.mobile', after: '13700000000', reason: '本人来电' }]
  const comments = [{ path: 'basic.mobile', reason: 'differs', text: '' }] as const
  const steps = [
    () => desk.pass(digests.second),
    () => desk.sendBack(comments, digests.second),
    () => desk.correct(mend, digests.second),
  ]
  for (const step of steps) {
    desk.error = undefined
    expect(await step()).toBe(false)
    expect(desk).toMatchObject({ error: { code: 'SYNC_PAYLOAD_MISSING' } })
  }
  expect(line()).toEqual(before)
})

test('what leaves the payload alone can be done without its text, and another revision can be taken', async () => {
  const { desk, digests, line } = await deskWithout('second')
  const { name } = line()
  expect(await desk.setAside('另一单位报送')).toBe(true)
  expect(line()).toMatchObject({ state: 'setAside', name, standing: digests.second })
  expect(await desk.takeBack()).toBe(true)
  expect(desk.error?.code).toBe('SYNC_PAYLOAD_MISSING')
  expect(await desk.choose(digests.first, '人工选择')).toBe(true)
  expect(desk.error).toBeUndefined()
  expect(line().standing).toBe(digests.first)
  expect(line().name).not.toBe(name)
})
