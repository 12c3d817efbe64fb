import { fail, ok, type Result } from '#core/errors/result.ts'
import { readSignedFile } from '#core/signed/read-signed-file.ts'
import type { FileCrypto } from '#core/submission/file-crypto.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Submission } from '#core/submission/submission.ts'
import { gunzipLines, LineTooLong, UnpacksTooLarge } from './lines.ts'
import { merkleRoot } from './merkle.ts'
import { type Manifest, manifestKind, type PackError, packLimits } from './pack.ts'

/** How a pack is read. */
export interface PackReading {
  /** First; what it throws ends the reading. */
  readonly onManifest?: (manifest: Manifest) => Promise<void> | void
  /** How submissions are verified; by Web Crypto when nothing is said. */
  readonly by?: FileCrypto
}

/** What the reader of a pack is told while it is read. */
export interface PackListener extends PackReading {
  /** Each submission in order, its signatures verified and countersigned by the unit of the manifest. */
  readonly onSubmission?: (submission: Submission, index: number) => Promise<void> | void
}

/** Reads the first line of a pack: signature, count and root. */
export async function readManifest(line: string, by?: FileCrypto): Promise<Result<Manifest, PackError>> {
  const manifest = await readSignedFile(line, manifestKind, by)
  if (!manifest.ok) return manifest
  const { submissions, count, root } = manifest.value.content
  if (submissions.length !== count || new Set(submissions).size !== count) {
    return fail('PACK_INCOMPLETE', { expected: count, found: submissions.length })
  }
  return (await merkleRoot(submissions, by?.sha256)) === root
    ? manifest
    : fail('PACK_INCOMPLETE', { expected: count, found: 0 })
}

/** What the lines of a pack are held against. */
interface Said {
  /** Digests in the order of the lines. */
  readonly submissions: readonly string[]
  /** Thumbprint of the key that signed the manifest. */
  readonly signer: string
  readonly by: FileCrypto | undefined
}

async function readLine(
  line: string,
  index: number,
  { submissions, signer, by }: Said,
): Promise<Result<Submission, PackError>> {
  const submission = await readSubmission(line, by)
  if (!submission.ok) return submission
  const position = index + 1
  if (submission.value.digest !== submissions[index]) return fail('PACK_LINE_FOREIGN', { position })
  const isCountersigned = submission.value.signers.at(-1) === signer && submission.value.signers.length > 1
  return isCountersigned ? submission : fail('PACK_NOT_COUNTERSIGNED', { position })
}

/** How far the reading came. */
interface Progress {
  /** How many submissions there are, once the manifest is known. */
  count?: number
  read: number
}

/** What a broken stream threw, as an error people can read. */
function brokenOff(thrown: unknown, { count, read }: Progress): Result<never, PackError> {
  if (thrown instanceof LineTooLong || thrown instanceof UnpacksTooLarge) return fail('PACK_TOO_LARGE', {})
  // DecompressionStream and TextDecoder throw TypeErrors for bytes that are not theirs.
  if (!(thrown instanceof TypeError)) throw thrown
  return count === undefined ? fail('PACK_NOT_ONE', {}) : fail('PACK_INCOMPLETE', { expected: count, found: read })
}

function boundedLines(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  takeFirst?: (piece: string) => void,
): AsyncGenerator<string, void> {
  const lengthAt = (line: number): number => (line === 0 ? packLimits.manifest.sizeBytes : packLimits.lineBytes)
  return gunzipLines(packed, { lengthAt, ratio: packLimits.ratio, takeFirst })
}

/** The texts of a pack that was read and verified before; whether they are still the same is for the caller to see. */
export async function* textsIn(packed: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string, void> {
  const lines = boundedLines(packed, () => undefined)
  await lines.next()
  yield* lines
}

type Submissions = AsyncGenerator<Submission, Result<Manifest, PackError>>

async function* submissionsOfLines(
  lines: AsyncGenerator<string, void>,
  progress: Progress,
  { onManifest, by }: PackReading,
): Submissions {
  const first = await lines.next()
  if (first.done === true) return fail('PACK_NOT_ONE', {})
  const manifest = await readManifest(first.value, by)
  if (!manifest.ok) return manifest
  const { content, signer } = manifest.value
  progress.count = content.count
  await onManifest?.(manifest.value)
  const whole = yield* restOfLines(lines, progress, { submissions: content.submissions, signer, by })
  return whole.ok ? manifest : whole
}

/** The lines behind the manifest, each in its place; all of them or an error at the end. */
async function* restOfLines(
  lines: AsyncGenerator<string, void>,
  progress: Progress,
  said: Said,
): AsyncGenerator<Submission, Result<void, PackError>> {
  for await (const line of lines) {
    const submission = await readLine(line, progress.read, said)
    if (!submission.ok) return submission
    yield submission.value
    progress.read += 1
  }
  const expected = said.submissions.length
  return progress.read === expected ? ok(undefined) : fail('PACK_INCOMPLETE', { expected, found: progress.read })
}

/**
 * The submissions of a pack, one at a time, verified as they come: bounds, manifest, every line. All or nothing is for
 * the caller: what was given before the generator returns an error must be thrown away.
 */
export async function* submissionsIn(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  reading: PackReading = {},
): Submissions {
  const lines = boundedLines(packed)
  const progress: Progress = { read: 0 }
  try {
    return yield* submissionsOfLines(lines, progress, reading)
  } catch (thrown) {
    return brokenOff(thrown, progress)
  } finally {
    await lines.return()
  }
}

/** What a pack says of itself, with its line as it was signed. */
export interface ManifestLine {
  readonly manifest: Manifest
  readonly line: string
}

/** Reads no more of a pack than its manifest. */
export async function readManifestOf(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  by?: FileCrypto,
): Promise<Result<ManifestLine, PackError>> {
  const lines = boundedLines(packed)
  try {
    const first = await lines.next()
    if (first.done === true) return fail('PACK_NOT_ONE', {})
    const manifest = await readManifest(first.value, by)
    return manifest.ok ? ok({ manifest: manifest.value, line: first.value }) : manifest
  } catch (thrown) {
    return brokenOff(thrown, { read: 0 })
  } finally {
    await lines.return()
  }
}

/** Reads a whole pack, telling what comes; see `submissionsIn`. */
export async function readPack(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  { onSubmission, ...reading }: PackListener = {},
): Promise<Result<Manifest, PackError>> {
  const submissions = submissionsIn(packed, reading)
  for (let index = 0; ; index += 1) {
    const next = await submissions.next()
    if (next.done === true) return next.value
    await onSubmission?.(next.value, index)
  }
}

/** A pack that was just written: what its writer signed and need not learn from it again. */
export interface WrittenBefore extends Omit<Said, 'by'> {
  readonly by?: FileCrypto
  /** Hears the first line piece by piece, and is asked at its end whether it is the one that was written. */
  readonly firstLine: { readonly take: (piece: string) => void; readonly isTheSame: () => boolean }
}

/**
 * Reads a pack back from where it was written: the first line must be the very one that was signed, and every
 * submission is verified as any reader does. The manifest is not opened again, which at a hundred thousand people would
 * take ten times its nine megabytes.
 */
export async function readBack(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  { submissions, signer, by, firstLine }: WrittenBefore,
): Promise<Result<void, PackError>> {
  const lines = boundedLines(packed, firstLine.take)
  const progress: Progress = { read: 0, count: submissions.length }
  try {
    const first = await lines.next()
    if (first.done === true || !firstLine.isTheSame()) return fail('PACK_NOT_ONE', {})
    const rest = restOfLines(lines, progress, { submissions, signer, by })
    for (;;) {
      const next = await rest.next()
      if (next.done === true) return next.value
    }
  } catch (thrown) {
    return brokenOff(thrown, progress)
  } finally {
    await lines.return()
  }
}
