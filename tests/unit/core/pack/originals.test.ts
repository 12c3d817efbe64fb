import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as v from 'valibot'
import { readPack } from '#core/pack/read-pack.ts'
import type { Submission } from '#core/submission/submission.ts'
import { envelopeSchema } from '#core/submission/submission.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aPack, inPieces } from '#tests/support/packs.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

async function submissionsIn(bytes: Uint8Array<ArrayBuffer>, size: number): Promise<readonly Submission[]> {
  const found: Submission[] = []
  const read = await readPack(inPieces(bytes, size), { onSubmission: (submission) => void found.push(submission) })
  if (!read.ok) throw new Error(read.error.code)
  return found
}

/** The original behind countersignatures: the members as they were, the first signature alone. */
function originalOf(text: string): string {
  const envelope: unknown = JSON.parse(text)
  v.assert(envelopeSchema, envelope)
  return `${JSON.stringify({ ...envelope, signatures: envelope.signatures.slice(0, 1) }, null, 1)}\n`
}

test('pack → merge → pack keeps every byte of every original', async () => {
  const keys = await Promise.all([aSigningKey(), aSigningKey(), aSigningKey(), aSigningKey()])
  const [device, school, bureau, city] = keys
  if (!device || !school || !bureau || !city) throw new Error('four keys are made')
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((given) => given.normalize('NFC'))
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 500 }),
      async (values, size) => {
        const originals = await Promise.all(
          values.map((value, at) => {
            const id = `0f8fad5b-d9cb-469f-a165-${String(at).padStart(12, '0')}`
            const person = aPerson({ id, basic: { ...aPerson().basic, name: '韦晓𬱖', address: value } })
            return signSubmission(aSubmissionContent({}, person), device)
          }),
        )
        const first = await submissionsIn(await aPack(originals, { key: school }), size)
        const merged = await submissionsIn(await aPack(first, { unit: aBureau, key: bureau }), size)
        const above = await submissionsIn(await aPack(merged, { unit: { ...aUnit, level: 'city' }, key: city }), size)
        expect(above.map(({ digest }) => digest)).toEqual(originals.map(({ digest }) => digest))
        expect(above.map((each) => originalOf(each.text))).toEqual(originals.map((each) => each.text))
        expect(above.every(({ signers }) => signers.length === 4)).toBe(true)
        for (const { text: kept } of above) expect((await readSubmission(originalOf(kept))).ok).toBe(true)
      },
    ),
    { numRuns: 25 },
  )
})
