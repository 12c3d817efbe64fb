import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import { writeInclusion } from '#core/pack/inclusion.ts'
import { readManifest } from '#core/pack/read-pack.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import type { ReturnComment } from '#core/return-slip/return-slip.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import type { SigningKey, SubmissionContent } from '#core/submission/submission.ts'
import { pacedFileCrypto, pacedSha256 } from './paced-digest.ts'

/** The payload the person signed: what the unit corrected in it since has another digest, which they do not know. */
export function digestOfPerson({ standing, corrections }: ReviewCase): string {
  return [...corrections].reverse().reduce((digest, made) => (made.digest === digest ? made.from : digest), standing)
}

/** What a return slip is made from. */
export interface SlipSource {
  readonly standing: ReviewCase
  readonly content: SubmissionContent
  readonly comments: readonly ReturnComment[]
  readonly at: number
}

/** A slip signed by the unit, and the name it goes by in the trail. */
export async function makeReturnSlip({ standing, content, comments, at }: SlipSource, { unit, keys }: StoredUnit) {
  const id = crypto.randomUUID()
  const { record, revision } = content
  const text = await signReturnSlip(
    {
      id,
      submissionDigest: digestOfPerson(standing),
      recordId: record.id,
      revision,
      comments: [...comments],
      unit,
      returnedAt: new Date(at).toISOString(),
    },
    keys.signing,
  )
  return { id, text, fileName: `${record.basic['name'] ?? ''}_退回单_r${revision}.rtn` }
}

/** Proof that the standing submission of a person is in the pack that went up; nothing when it is in none. */
export async function proofOf(
  cases: CaseStorage,
  { reported, standing }: ReviewCase,
  key: SigningKey,
): Promise<string | undefined> {
  const pack = reported?.above === standing ? reported.pack : undefined
  const packs = await cases.packs()
  const text = packs.ok ? packs.value.find(({ digest }) => digest === pack)?.manifest : undefined
  const manifest = text === undefined ? undefined : await readManifest(text, pacedFileCrypto())
  return manifest?.ok ? writeInclusion(manifest.value, standing, key, pacedSha256()) : undefined
}
