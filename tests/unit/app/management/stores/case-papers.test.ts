import { describe, expect, test } from 'vitest'
import { useCasePapersStore } from '#app/management/stores/useCasePapersStore.ts'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { usePaperStore } from '#app/management/stores/usePaperStore.ts'
import type { PrintRequest } from '#app/platform/print/print-message.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const { manifest } = (await loadScheme()).bundle
const { id, version, digest: inUse } = manifest

/** A person on the desk; what is printed of them. */
async function onTheDesk(changes: Partial<SubmissionContent> = {}) {
  const cases = memoryCases()
  const content = aSubmissionContent(changes, anotherPerson('韦一', 1))
  const { digest, text } = await signSubmission(content, unitKey)
  cases.put('id:韦一', { digest, text, content }, [{ ...arrivalOf('a', 1), digest }])
  const pinia = await memoryUnit(cases)
  const printed: PrintRequest[] = []
  Object.assign(usePaperStore(pinia), {
    print: (request: PrintRequest) => Promise.resolve(void printed.push(request)),
  })
  await useCaseStore(pinia).begin('id:韦一')
  return { digest, printed, papers: useCasePapersStore(pinia) }
}

describe('the official form of a person', () => {
  test('bears the code of what was handed in where it says just that', async () => {
    const { digest, printed, papers } = await onTheDesk({ scheme: { id, version, digest: inUse } })
    await papers.printForm()
    expect(papers.isFormOfOtherScheme).toBe(false)
    expect(printed).toMatchObject([{ marks: { digest: formatDigest(digest), qr: expect.any(Array) } }])
  })

  test('bears none where the scheme has changed since: a field may be missing or read otherwise', async () => {
    const { printed, papers } = await onTheDesk()
    await papers.printForm()
    expect(papers.isFormOfOtherScheme).toBe(true)
    expect(printed).toMatchObject([{ marks: { note: expect.stringContaining('不带校验码') } }])
    expect(printed).not.toMatchObject([{ marks: { digest: expect.anything() } }])
    expect(printed).not.toMatchObject([{ marks: { qr: expect.anything() } }])
  })
})
