import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { readSignedFile, type SignedFileError } from '#core/signed/read-signed-file.ts'
import { signFile } from '#core/signed/sign-file.ts'
import type { SignedFile, SignedFileKind } from '#core/signed/signed-file.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Correction, SigningKey } from '#core/submission/submission.ts'
import { unitSchema } from '#core/unit/unit.ts'
import { merklePath, rootOfProof, type Sha256 } from './merkle.ts'
import type { Manifest } from './pack.ts'

const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const position = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Most corrections a proof carries one after the other, and so many characters of them. */
const mostCorrected = 50
const longestCorrected = 1_000_000

const inclusionSchema = v.strictObject({
  unit: unitSchema,
  /** Digest of the manifest of the pack. */
  pack: hex64,
  reportedAt: v.pipe(v.string(), v.isoTimestamp()),
  root: hex64,
  digest: hex64,
  index: position,
  count: position,
  path: v.pipe(v.array(hex64), v.maxLength(64)),
  /**
   * Where the unit corrected what was handed in: its payloads one after the other, each naming the one before. The last is
   * the leaf. Whoever handed in knows no other digest than the one the first of them names.
   */
  corrected: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(mostCorrected))),
})

/** What a unit says to one person: your submission is in the pack we reported. */
export type InclusionContent = v.InferOutput<typeof inclusionSchema>

/** 上报凭证: proof that one submission is in a pack, without showing anyone else's. */
const inclusionKind: SignedFileKind<InclusionContent> = {
  name: 'inclusion',
  caibao: 'inclusion/1',
  typ: 'caibao-inclusion+jws',
  note: '这是单位出具的上报凭证，证明您的这份报送已经上报；请用采报打开核对。',
  limits: { sizeBytes: 4 * 1_048_576, depth: 10 },
  schema: inclusionSchema,
}

/** What the unit corrected since, and how it is hashed. */
interface ProofOptions {
  readonly corrected?: readonly string[]
  readonly sha256?: Sha256
}

const isCarried = (texts: readonly string[]): boolean =>
  texts.length > 0 &&
  texts.length <= mostCorrected &&
  texts.reduce((length, text) => length + text.length, 0) <= longestCorrected

/** Writes the proof for the submission with this digest; nothing if the pack does not hold it. */
export async function writeInclusion(
  manifest: Manifest,
  digest: string,
  key: SigningKey,
  { corrected = [], sha256 }: ProofOptions = {},
): Promise<string | undefined> {
  const { unit, createdAt, submissions, root, count } = manifest.content
  const index = submissions.indexOf(digest)
  const path = await merklePath(submissions, index, sha256)
  if (!path) return undefined
  const content = { unit, pack: manifest.digest, reportedAt: createdAt, root, digest, index, count, path: [...path] }
  return signFile(inclusionKind, { ...content, ...(isCarried(corrected) && { corrected: [...corrected] }) }, key)
}

/** What was handed in, where the unit reported a correction of it, and what it changed since the person signed. */
export interface HandedIn {
  readonly digest: string
  readonly changes: readonly Correction[]
}

/** Follows the corrections from what was handed in to the leaf; nothing if one does not name the one before. */
async function handedInOf(corrected: readonly string[], leaf: string): Promise<HandedIn | undefined> {
  let first: string | undefined
  let last: HandedIn = { digest: '', changes: [] }
  for (const text of corrected) {
    const read = await readSubmission(text)
    const previous = read.ok ? read.value.content.previous : undefined
    if (!read.ok || previous === undefined || (first !== undefined && previous !== last.digest)) return undefined
    first ??= previous
    last = { digest: read.value.digest, changes: read.value.content.corrections ?? [] }
  }
  return first !== undefined && last.digest === leaf ? { digest: first, changes: last.changes } : undefined
}

/** A proof that was read. */
export type Inclusion = SignedFile<InclusionContent> & { readonly handedIn?: HandedIn }

/** Reads a proof, walks its path to the root it names, and its corrections to its leaf. */
export async function readInclusion(
  text: string,
): Promise<Result<Inclusion, SignedFileError | AppError<'INCLUSION_WRONG'>>> {
  const proof = await readSignedFile(text, inclusionKind)
  if (!proof.ok) return proof
  const { root, digest, corrected } = proof.value.content
  if ((await rootOfProof(proof.value.content)) !== root) return fail('INCLUSION_WRONG', {})
  if (!corrected) return proof
  const handedIn = await handedInOf(corrected, digest)
  return handedIn ? ok({ ...proof.value, handedIn }) : fail('INCLUSION_WRONG', {})
}
