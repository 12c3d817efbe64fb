import canonicalize from 'canonicalize'
import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import type { SignedFileError } from '#core/signed/read-signed-file.ts'
import type { SignedFile, SignedFileKind } from '#core/signed/signed-file.ts'
import type { SubmissionError } from '#core/submission/read-submission.ts'
import { unitSchema } from '#core/unit/unit.ts'

/**
 * 上报包 `.rpz`: gzip of lines of JSON. The first line is the manifest, signed by the unit; every further line is one
 * `.rpu` with the unit's countersignature, in the order of the manifest. Written and read as a stream.
 */
export const packLimits = {
  /** People of the whole region. */
  count: 1_000_000,
  manifest: { sizeBytes: 128 * 1_048_576, depth: 10 },
  lineBytes: 4 * 1_048_576,
  /** Text of signed records shrinks about four times; far more is a bomb. */
  ratio: 100,
} as const

const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const instant = v.pipe(v.string(), v.isoTimestamp())
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(packLimits.count))

/** Shape of what a unit signs about the submissions it reports. */
export const manifestSchema = v.strictObject({
  unit: unitSchema,
  scheme: v.strictObject({ id: v.pipe(v.string(), v.maxLength(64)), version: v.pipe(v.string(), v.maxLength(32)) }),
  createdAt: instant,
  count,
  /** Digests of the submissions in the order of the lines. */
  submissions: v.pipe(v.array(hex64), v.maxLength(packLimits.count)),
  root: hex64,
  /** Digest of the roster that was printed and stamped for exactly these submissions. */
  rosterDigest: v.exactOptional(hex64),
  /** Digest of the pack before, when this one only holds what changed since. */
  since: v.exactOptional(hex64),
  /** Submissions of the pack before that are withdrawn. */
  withdrawn: v.exactOptional(v.pipe(v.array(hex64), v.maxLength(packLimits.count))),
  /** Packs of lower units that were merged into this one. */
  merged: v.exactOptional(
    v.pipe(v.array(v.strictObject({ unit: unitSchema, digest: hex64, count })), v.maxLength(10_000)),
  ),
})

/** What a unit says of the submissions it reports. */
export type ManifestContent = v.InferOutput<typeof manifestSchema>

/** A manifest whose signature, count and root have been verified; its digest names the pack. */
export type Manifest = SignedFile<ManifestContent>

const noDigests = '"submissions":[]'

/**
 * A manifest as it is signed, its digests apart: with the name of a unit in it the whole would take two bytes a
 * character. What `noDigests` says stands once, because quotes inside a text are written with a backslash.
 */
function canonicalParts(content: ManifestContent): readonly string[] {
  const { submissions } = content
  const without = canonicalize({ ...content, submissions: [] })?.normalize('NFC') ?? ''
  const until = without.indexOf(noDigests) + noDigests.length - 1
  const digests = submissions.length > 0 ? `"${submissions.join('","')}"` : ''
  return [without.slice(0, until), digests, without.slice(until)]
}

/** First line of a pack. */
export const manifestKind: SignedFileKind<ManifestContent> = {
  name: 'pack',
  caibao: 'pack/1',
  typ: 'caibao-pack+jws',
  note: '这是采报上报包的目录，请用采报接收整个上报包；请不要改动。',
  limits: packLimits.manifest,
  schema: manifestSchema,
  canonicalParts,
}

/** Why a pack is refused; nothing of a refused pack is taken over. */
export type PackError =
  | SignedFileError
  | SubmissionError
  | AppError<'PACK_NOT_ONE' | 'PACK_TOO_LARGE' | 'PACK_INCOMPLETE' | 'PACK_LINE_FOREIGN' | 'PACK_NOT_COUNTERSIGNED'>
