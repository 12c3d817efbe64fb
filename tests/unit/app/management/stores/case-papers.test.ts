import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useCasePapersStore } from '#app/management/stores/useCasePapersStore.ts'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { usePaperStore } from '#app/management/stores/usePaperStore.ts'
import type { PrintRequest } from '#app/platform/print/print-message.ts'
import { recordWordsEn } from '#app/shared/record/words.en.ts'
import { spoken } from '#app/shared/words/spoken.ts'
import { ok } from '#core/errors/result.ts'
import { returnReasonNamesEn } from '#core/return-slip/reason-names.en.ts'
import type { ReturnSlipContent } from '#core/return-slip/return-slip.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { translate } from '#core/words/translation.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const { manifest } = (await loadScheme()).bundle
const { id, version, digest: inUse } = manifest
const slipId = '5b0a7c1e-7c55-4f0a-9d3e-0d2f6a1b2c3d'

beforeEach(() => void vi.stubGlobal('location', new URL('http://localhost/')))
afterEach(() => {
  vi.unstubAllGlobals()
  spoken.scheme = (official) => official
})

/** A person on the desk, sent back with one comment; what is printed of them. */
async function onTheDesk(changes: Partial<SubmissionContent> = {}) {
  const cases = memoryCases()
  const content = aSubmissionContent(changes, anotherPerson('韦一', 1))
  const { digest, text } = await signSubmission(content, unitKey)
  cases.put('id:韦一', { digest, text, content }, [
    { ...arrivalOf('a', 1), digest },
    { kind: 'returned', digest, slip: slipId, comments: 1 },
  ])
  const said: ReturnSlipContent = {
    id: slipId,
    submissionDigest: digest,
    recordId: content.record.id,
    revision: 1,
    comments: [{ path: 'titles[0].certificateNumber', reason: 'missing', text: '证书上有编号' }],
    unit: aUnit,
    returnedAt: '2026-11-24T02:30:00.000Z',
  }
  const slip = { id: slipId, text: await signReturnSlip(said, unitKey) }
  const openKept = () => ({
    list: () => Promise.resolve(ok([])),
    survey: () => Promise.resolve(ok({ fitting: [], unread: [] })),
    one: () => Promise.resolve(ok(slip)),
  })
  const pinia = await memoryUnit(cases, { desk: { openKept } })
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

test('a return slip is Chinese on paper whatever the language of the screen', async () => {
  translate('returnReasons', returnReasonNamesEn)
  translate('recordWords', recordWordsEn)
  spoken.scheme = (official) => ({
    ...official,
    sheets: official.sheets.map((sheet) => ({ ...sheet, title: 'A sheet' })),
  })
  const { printed, papers } = await onTheDesk()
  await papers.loadSlip()
  await papers.printSlip()
  expect(papers.error).toBeUndefined()
  expect(printed).toMatchObject([
    { slip: { comments: [{ place: '专业技术资格信息 第 1 条 · 证书编号', reason: '漏填', text: '证书上有编号' }] } },
  ])
})
