import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { keptSchema } from '#app/platform/storage/sealed-blocks.ts'
import { placeOfBlock } from '#app/platform/unit/text-block.ts'
import { makeVault } from '#app/platform/unit/vault.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { sealedLimits } from '#core/submission/sealed-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { checkedAlone, fileCheckerOf, givenFile } from '#tests/support/checking-files.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { anOpeningKey } from '#tests/support/units.ts'

const { bundle } = await realCodes()
const vault = await makeVault()
const opening = await anOpeningKey()
const checker = fileCheckerOf(bundle, { sealingKey: vault.sealingKey, keys: [opening] })

const { id, version, digest } = bundle.manifest
const content = aSubmissionContent({ scheme: { id, version, digest } }, anotherPerson('韦晓𬱖', 1))
const { text } = await signSubmission(content, await aSigningKey())
const sealed = await sealSubmission(text, [opening.publicJwk])

const bytesOf = (given: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(given)
/** As an editor or a mail program saves it again. */
const marked = (given: string): Uint8Array<ArrayBuffer> => bytesOf(`\uFEFF${given}`)

describe('what is kept of a file that comes', () => {
  test.each([
    ['as it was made', bytesOf(text)],
    ['with a mark before it', marked(text)],
    ['sealed', bytesOf(sealed)],
    ['sealed, with a mark before it', marked(sealed)],
  ])('is the file byte for byte, and what was signed: %s', async (_, given) => {
    const { files, block } = await checker.checkFiles([givenFile(given)])
    expect(files).toMatchObject([{ kind: 'submission' }])
    if (!block) throw new Error('it is sealed')
    const [kept] = v.parse(keptSchema, await vault.open(placeOfBlock(block.id), block.sealed))
    expect(kept?.text).toBe(text)
    expect(bytesOf(kept?.original ?? kept?.text ?? '')).toEqual(given)
  })
})

describe('a file is refused with its reason', () => {
  test('that is larger than any submission: of it no more than the beginning was read', async () => {
    const sizeBytes = sealedLimits.sizeBytes + 1
    const { files, block } = await checker.checkFiles([{ sizeBytes, bytes: bytesOf('{ "c').buffer }])
    const error = { code: 'FILE_TOO_LARGE', params: { sizeBytes, limitBytes: sealedLimits.sizeBytes } }
    expect(files).toEqual([{ kind: 'refused', error }])
    expect(block).toBeUndefined()
  })

  test('that is sealed for another unit', async () => {
    const { publicJwk } = await anOpeningKey()
    const file = await checkedAlone(checker, bytesOf(await sealSubmission(text, [publicJwk])))
    expect(file).toEqual({ kind: 'refused', error: { code: 'SEALED_FOR_OTHERS', params: {} } })
  })
})
