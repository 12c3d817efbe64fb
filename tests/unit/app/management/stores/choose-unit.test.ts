import { expect, test } from 'vitest'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { caseOf } from '#core/review/review-case.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

test('what was corrected stays corrected when one of the units that brought the very same file is decided for', async () => {
  const caseId = 'id:1'
  const [raw, corrected] = ['a'.repeat(64), 'b'.repeat(64)]
  const content = aSubmissionContent()
  const { text } = await signSubmission(content, await aSigningKey())
  const changes = [{ path: 'basic.mobile', before: '1', after: '2', reason: '与原件一致' }]
  const cases = memoryCases(new Map([[raw, text]]))
  cases.put(caseId, { digest: corrected, text, content }, [
    { ...arrivalOf('a', 1), unit: '甲中学' },
    { kind: 'corrected', digest: corrected, from: raw, changes },
    { ...arrivalOf('a', 1), unit: '乙中学' },
  ])
  const desk = useCaseStore(await memoryUnit(cases))
  await desk.begin(caseId)
  expect(await desk.choose(raw, '人事关系在那里', '乙中学')).toBe(true)
  const standing = caseOf(cases.trails.get(caseId) ?? [])
  expect(standing.ok && standing.value).toMatchObject({ standing: corrected, chosenUnit: '乙中学', disputed: [] })
})
