import type { CaseStorage, StoredPack } from '#app/platform/storage/case-storage.ts'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
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

/** What a proof is made with. */
export interface ProofDesk {
  readonly cases: Pick<CaseStorage, 'packs' | 'append'>
  readonly key: SigningKey
  /** The pack as the server has it, when another device of the unit wrote it. */
  readonly fetch: (pack: string) => Promise<Result<StoredPack | undefined>>
}

/** The manifest of a pack, from here or from the server; what came from there stays here. */
async function manifestText({ cases, fetch }: ProofDesk, pack: string): Promise<Result<string>> {
  const packs = await cases.packs()
  if (!packs.ok) return packs
  const kept = packs.value.find(({ digest }) => digest === pack)?.manifest
  if (kept !== undefined) return ok(kept)
  const fetched = await fetch(pack)
  if (!fetched.ok) return fetched
  const text = fetched.value?.manifest
  if (text === undefined) return fail('INCLUSION_ELSEWHERE', {})
  const stored = await cases.append([], fetched.value)
  return stored.ok ? ok(text) : stored
}

/** Proof that the standing submission of a person is in the pack that went up. */
export async function proofOf(desk: ProofDesk, { reported, standing }: ReviewCase): Promise<Result<string>> {
  if (!reported || reported.above !== standing) return fail('INCLUSION_UNAVAILABLE', {})
  const text = await manifestText(desk, reported.pack)
  if (!text.ok) return text
  const manifest = await readManifest(text.value, pacedFileCrypto())
  if (!manifest.ok) return manifest
  const proof = await writeInclusion(manifest.value, standing, desk.key, pacedSha256())
  return proof === undefined ? fail('INCLUSION_UNAVAILABLE', {}) : ok(proof)
}
