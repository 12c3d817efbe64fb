import * as v from 'valibot'
import { fail, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { readSignedFile, type SignedFileError } from '#core/signed/read-signed-file.ts'
import { signFile } from '#core/signed/sign-file.ts'
import type { SignedFile, SignedFileKind } from '#core/signed/signed-file.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { unitSchema } from '#core/unit/unit.ts'
import { merklePath, rootOfProof, type Sha256 } from './merkle.ts'
import type { Manifest } from './pack.ts'

const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const position = v.pipe(v.number(), v.integer(), v.minValue(0))

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
})

/** What a unit says to one person: your submission is in the pack we reported. */
export type InclusionContent = v.InferOutput<typeof inclusionSchema>

/** 上报凭证: proof that one submission is in a pack, without showing anyone else's. */
const inclusionKind: SignedFileKind<InclusionContent> = {
  name: 'inclusion',
  caibao: 'inclusion/1',
  typ: 'caibao-inclusion+jws',
  note: '这是单位出具的上报凭证，证明您的这份报送已经上报；请用采报打开核对。',
  limits: { sizeBytes: 65_536, depth: 10 },
  schema: inclusionSchema,
}

/** Writes the proof for the submission with this digest; nothing if the pack does not hold it. */
export async function writeInclusion(
  manifest: Manifest,
  digest: string,
  key: SigningKey,
  sha256?: Sha256,
): Promise<string | undefined> {
  const { unit, createdAt, submissions, root, count } = manifest.content
  const index = submissions.indexOf(digest)
  const path = await merklePath(submissions, index, sha256)
  if (!path) return undefined
  const content = { unit, pack: manifest.digest, reportedAt: createdAt, root, digest, index, count, path: [...path] }
  return signFile(inclusionKind, content, key)
}

/** Reads a proof and walks its path to the root it names. */
export async function readInclusion(
  text: string,
): Promise<Result<SignedFile<InclusionContent>, SignedFileError | AppError<'INCLUSION_WRONG'>>> {
  const proof = await readSignedFile(text, inclusionKind)
  if (!proof.ok) return proof
  const isIncluded = (await rootOfProof(proof.value.content)) === proof.value.content.root
  return isIncluded ? proof : fail('INCLUSION_WRONG', {})
}
