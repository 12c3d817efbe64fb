import * as v from 'valibot'
import type { CaseStorage, StoredPack } from '#app/platform/storage/case-storage.ts'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { writeInclusion } from '#core/pack/inclusion.ts'
import { readManifest } from '#core/pack/read-pack.ts'
import { digestOfPerson, type ReviewCase } from '#core/review/review-case.ts'
import type { ReviewEvent } from '#core/review/review-event.ts'
import { type ReturnComment, returnSlipContentSchema } from '#core/return-slip/return-slip.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import type { SigningKey, SubmissionContent } from '#core/submission/submission.ts'
import { rosterPaperWords } from '../words/roster.zh-CN.ts'
import { pacedFileCrypto, pacedSha256 } from './paced-digest.ts'

/** What a return slip is made from. */
export interface SlipSource {
  readonly standing: ReviewCase
  readonly content: SubmissionContent
  readonly comments: readonly ReturnComment[]
  readonly at: number
}

/** A slip signed by the unit, and the name it goes by in the trail; none that nobody could open. */
export async function makeReturnSlip({ standing, content, comments, at }: SlipSource, { unit, keys }: StoredUnit) {
  const id = crypto.randomUUID()
  const { record, revision } = content
  const said = v.safeParse(returnSlipContentSchema, {
    id,
    submissionDigest: digestOfPerson(standing),
    recordId: record.id,
    revision,
    comments,
    unit,
    returnedAt: new Date(at).toISOString(),
  })
  if (!said.success) return fail('REVIEW_STEP_UNREADABLE', { place: v.getDotPath(said.issues[0]) ?? '' })
  const text = await signReturnSlip(said.output, keys.signing)
  return ok({ id, text, fileName: rosterPaperWords.slipFile(record.basic['name'] ?? '', revision, 'rtn') })
}

/** What a proof is made with. */
export interface ProofDesk {
  readonly cases: Pick<CaseStorage, 'packs' | 'append' | 'text'>
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

/**
 * What units made of the submission that was handed in, one after the other up to the one that stands. Without one of them
 * nothing shows whose it is.
 */
async function correctedTexts({ cases }: ProofDesk, standing: ReviewCase): Promise<Result<readonly string[]>> {
  const arrived = digestOfPerson(standing)
  const isCorrectedBelow = standing.revisions.some((each) => each.digest === arrived && each.corrections > 0)
  const digests = isCorrectedBelow ? [arrived] : []
  for (let tip = arrived; tip !== standing.standing;) {
    const next = standing.corrections.find(({ from }) => from === tip)?.digest
    if (next === undefined) return ok([])
    digests.push(next)
    tip = next
  }
  const texts: string[] = []
  for (const digest of digests) {
    const text = await cases.text(digest)
    if (!text.ok) return text
    if (text.value === undefined) return ok([])
    texts.push(text.value)
  }
  return ok(texts)
}

/** Proof that the standing submission of a person is in the pack that went up. */
export async function proofOf(desk: ProofDesk, now: ReviewCase): Promise<Result<string>> {
  const { reported, standing } = now
  if (!reported || reported.above !== standing) return fail('INCLUSION_UNAVAILABLE', {})
  const text = await manifestText(desk, reported.pack)
  if (!text.ok) return text
  const manifest = await readManifest(text.value, pacedFileCrypto())
  if (!manifest.ok) return manifest
  const corrected = await correctedTexts(desk, now)
  if (!corrected.ok) return corrected
  const made = { corrected: corrected.value, sha256: pacedSha256() }
  const proof = await writeInclusion(manifest.value, standing, desk.key, made)
  return proof === undefined ? fail('INCLUSION_UNAVAILABLE', {}) : ok(proof)
}

/** The trail as a file, a line a step. */
export const trailFile = (name: string, trail: readonly ReviewEvent[]) => ({
  fileName: `${name}_审核记录.jsonl`,
  text: trail.map((event) => `${JSON.stringify(event)}\n`).join(''),
  type: 'application/x-ndjson',
})
