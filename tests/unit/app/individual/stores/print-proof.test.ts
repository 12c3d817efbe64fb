import { describe, expect, test } from 'vitest'
import { proofOfPrint } from '#app/individual/stores/print-proof.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { fail, ok } from '#core/errors/result.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

type Stored = Awaited<ReturnType<DraftStorage['getSubmission']>>

const inUse = { digest: 'a'.repeat(64) }

/** A draft as it was handed in under a scheme, and how its submission is found. */
async function aDraft(schemeDigest: string, found?: Stored) {
  const content = aSubmissionContent({ scheme: { id: 'gx-zyjs', version: '2012.1', digest: schemeDigest } })
  const { text, digest } = await signSubmission(content, await aSigningKey())
  const submission = { digest, draftId: 'd', revision: 1, fileName: 'f', text, createdAt: 1, personName: '韦晓莉' }
  return {
    digest,
    draft: { revision: 7, handedIn: { revision: 1, digest, draftRevision: 7 } },
    storage: { getSubmission: async () => found ?? ok(submission) },
  }
}

describe('the check code of a printed form', () => {
  test('is that of the submission it says the same as', async () => {
    const { draft, storage, digest } = await aDraft(inUse.digest)
    expect(await proofOfPrint(draft, storage, inUse)).toEqual({ kind: 'same', digest })
  })

  test('is none after a change, and none of what was never handed in', async () => {
    const { draft, storage } = await aDraft(inUse.digest)
    expect(await proofOfPrint({ ...draft, revision: 8 }, storage, inUse)).toEqual({ kind: 'changed' })
    expect(await proofOfPrint({ revision: 7, handedIn: null }, storage, inUse)).toEqual({ kind: 'changed' })
  })

  test('is none under another scheme, which may leave out or name otherwise what was signed', async () => {
    const { draft, storage } = await aDraft('b'.repeat(64))
    expect(await proofOfPrint(draft, storage, inUse)).toEqual({ kind: 'otherScheme' })
  })

  test.each<[string, Stored]>([
    ['is gone', ok(undefined)],
    ['cannot be read', fail('STORAGE_READ_FAILED', { reason: 'gone' })],
  ])('is none where the submission %s', async (_, found) => {
    const { draft, storage } = await aDraft(inUse.digest, found)
    expect(await proofOfPrint(draft, storage, inUse)).toEqual({ kind: 'unread' })
  })
})
