import { describe, expect, test } from 'vitest'
import { makeVault } from '#app/platform/unit/vault.ts'
import { type Findings, rulesName } from '#core/review/case-row.ts'
import type { SchemeBundle } from '#core/scheme/bundle.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { checkedAlone, fileCheckerOf } from '#tests/support/checking-files.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { anUpdate, askingFor } from '#tests/support/scheme-updates.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const { bundle } = await realCodes()
/** It asks everybody for an address. */
const update = await anUpdate(bundle, [askingFor('address')])
const { sealingKey } = await makeVault()
const checkerOf = (by: SchemeBundle) => fileCheckerOf(by, { sealingKey })

const textOf = async (position: number, { version, digest }: SchemeBundle['manifest'], basic = {}) => {
  const content = { scheme: { id: bundle.scheme.id, version, digest } }
  const person = anotherPerson('韦晓𬱖', position, basic)
  return (await signSubmission(aSubmissionContent(content, person), await aSigningKey())).text
}

/** What is found in it when it comes as a file. */
async function whenReceived(text: string, by: SchemeBundle): Promise<Findings> {
  const file = await checkedAlone(checkerOf(by), new TextEncoder().encode(text))
  if (file.kind !== 'submission') throw new Error(JSON.stringify(file))
  return file.checked.findings
}

describe('what was received before an update of the scheme', () => {
  test('is checked again as a file that comes today, and says by which rules', async () => {
    for (const basic of [{}, { address: '北流市城南路 1 号' }, { email: 'nobody' }]) {
      const text = await textOf(1, bundle.manifest, basic)
      for (const rules of [bundle, update])
        expect(checkerOf(rules).checkKept(text)).toEqual({ ok: true, value: await whenReceived(text, rules) })
    }
    const text = await textOf(1, bundle.manifest)
    expect(checkerOf(bundle).checkKept(text)).toMatchObject({
      value: { errors: 0, checkedBy: rulesName(bundle.manifest) },
    })
    expect(checkerOf(update).checkKept(text)).toMatchObject({
      value: { errors: 1, checkedBy: rulesName(update.manifest) },
    })
  })

  test('names a code that means something else by now (M17): it stands open, and no reason is asked of the person', async () => {
    const record = { ...anotherPerson('韦晓', 3), names: { professional_post: { '053': '高级技师' } } }
    const { version, digest } = bundle.manifest
    const content = aSubmissionContent({ scheme: { id: bundle.scheme.id, version, digest } }, record)
    const { text } = await signSubmission(content, await aSigningKey())
    const found = { errors: 0, warnings: 1, rules: ['M17'], sheets: ['basic'] }
    expect(checkerOf(bundle).checkKept(text)).toMatchObject({ ok: true, value: found })
    expect(await whenReceived(text, bundle)).toMatchObject(found)
  })

  test('is not judged by a scheme that does not know its version, and what cannot be read is told', async () => {
    const newer = await textOf(2, update.manifest)
    expect(checkerOf(bundle).checkKept(newer)).toMatchObject({ ok: false, error: { code: 'FILE_SCHEME_NEWER' } })
    expect(checkerOf(bundle).checkKept('{}')).toMatchObject({ ok: false, error: { code: 'FILE_NOT_OPENED' } })
  })
})
