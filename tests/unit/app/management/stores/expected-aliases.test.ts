import { expect, test } from 'vitest'
import { useListsStore } from '#app/management/stores/useListsStore.ts'
import { useRegisterStore } from '#app/management/stores/useRegisterStore.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'
import { memoryKept } from '#tests/support/memory-kept.ts'
import { aPerson } from '#tests/support/people.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

test('whoever came under the official name of a unit is not missed under another of its names', async () => {
  const cases = memoryCases()
  const record = aPerson({ basic: { ...aPerson().basic, name: '李四', employer: '合浦县第四中学' } })
  const content = aSubmissionContent({}, record)
  const { digest, text } = await signSubmission(content, unitKey)
  cases.put('id:1', { digest, text, content }, [{ ...arrivalOf('a', 1), digest }])
  const kept = memoryKept()
  kept.put('expected', 'all', [{ name: '李四', unit: '合浦四中' }])
  const pinia = await memoryUnit(cases, { desk: { openKept: () => kept.storage } })
  const lists = useListsStore(pinia)
  await lists.load()
  expect([lists.compared.missing.length, lists.compared.unexpected.length]).toEqual([1, 1])
  await useRegisterStore(pinia).put([{ name: '合浦县第四中学', aliases: ['合浦四中'] }])
  expect([lists.compared.missing.length, lists.compared.unexpected.length]).toEqual([0, 0])
})
