import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { encodeLines, type Line, piecesOf } from '#core/pack/lines.ts'
import { type Manifest, manifestSchema, type PackError, packLimits } from '#core/pack/pack.ts'
import { type PackListener, readBack, readManifestOf, readPack, submissionsIn, textsIn } from '#core/pack/read-pack.ts'
import type { SignText } from '#core/signed/sign-file.ts'
import type { Submission } from '#core/submission/submission.ts'
import { packLines, type PackSource } from '#core/pack/write-pack.ts'
import { type Unit, unitSchema } from '#core/unit/unit.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { readJsonFile } from './read-json-file.ts'
import { signByNode } from './sign-by-node.ts'
import { writeBeside } from './write-whole-file.ts'

function bytesOf(file: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  return Readable.toWeb(createReadStream(file))
}

/** Whether a file is gzip, as packs are, by its first two bytes. */
export async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await handle.close()
  }
}

/** Reads a pack from a file, one submission at a time. */
export function readPackFile(file: string, listener?: PackListener): Promise<Result<Manifest, PackError>> {
  return readPack(bytesOf(file), { ...listener, by: nodeFileCrypto })
}

/** The submissions of a pack file, one at a time. */
export function submissionsInFile(file: string): AsyncGenerator<Submission, Result<Manifest, PackError>> {
  return submissionsIn(bytesOf(file), { by: nodeFileCrypto })
}

/** What a pack file says of itself, without its lines. */
export async function readManifestFile(file: string): Promise<Result<Manifest, PackError>> {
  const read = await readManifestOf(bytesOf(file), nodeFileCrypto)
  return read.ok ? ok(read.value.manifest) : read
}

/** The texts of a pack file that was read before, one at a time, not verified again. */
export function textsInFile(file: string): AsyncGenerator<string, void> {
  return textsIn(bytesOf(file))
}

/** What was written, told apart from anything else by these. */
interface Written {
  /** Of the manifest: the name of the pack. */
  readonly digest: string
  /** SHA-256 of the first line. */
  readonly firstLine: string
  readonly signer: string
}

/** SHA-256 of long texts end to end, which are not held again as bytes. */
function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) for (const piece of piecesOf(text)) hash.update(piece)
  return hash.digest('hex')
}

const saidSchema = v.omit(manifestSchema, ['count', 'root'])

/** What no reader would take, before anything is written; the digests are SHA-256 by their making. */
function checkManifest(manifest: PackSource['manifest']): Result<void, PackError> {
  const { submissions } = manifest
  const found = new Set(submissions).size
  if (found !== submissions.length) return fail('PACK_INCOMPLETE', { expected: submissions.length, found })
  if (found > packLimits.count) return fail('PACK_TOO_LARGE', {})
  const said = v.safeParse(saidSchema, { ...manifest, submissions: [] })
  return said.success
    ? ok(undefined)
    : fail('SIGNED_FILE_DAMAGED', { name: 'pack', where: v.getDotPath(said.issues[0]) ?? '目录' })
}

interface Begun extends Written {
  readonly lines: AsyncIterable<Line>
}

/** By itself, so that the manifest is let go of while the lines are written. */
async function beginPack(source: PackSource): Promise<Begun> {
  const told = { digest: '', signer: '' }
  const sign: SignText = async (parts, header, key) => {
    told.digest = hashOf(parts)
    told.signer = header.kid
    const signed = await signByNode(parts, header, key)
    // It is compared when it is read back, not opened again: so it is verified here.
    if (!(await nodeFileCrypto.verify(signed, header.jwk))) throw new Error('签名密钥的两半不相配')
    return signed
  }
  const { lines, manifestParts } = await packLines({ ...source, by: { sha256: nodeFileCrypto.sha256, sign } })
  return { ...told, firstLine: hashOf(manifestParts), lines }
}

/** By itself, so that nothing of the writing is held while the file is read back. */
async function writePart(into: Writable, source: PackSource): Promise<Written> {
  const { lines, ...written } = await beginPack(source)
  // By Node's own streams: the web's, put into them, were once seen to stand still with a file half written.
  await pipeline(encodeLines(lines), createGzip(), into)
  return written
}

/** Whether a part is what was written, every line of it. */
function readPartBack(
  part: string,
  submissions: readonly string[],
  { firstLine, signer }: Written,
): Promise<Result<void, PackError>> {
  const hash = createHash('sha256')
  return readBack(bytesOf(part), {
    submissions,
    signer,
    by: nodeFileCrypto,
    firstLine: { take: (piece) => void hash.update(piece), isTheSame: () => hash.digest('hex') === firstLine },
  })
}

/**
 * Writes a pack beside its place, reads it back, and only then puts it there; an existing file is never overwritten.
 * Gives the digest that names the pack.
 */
export async function writePackFile(file: string, source: PackSource): Promise<Result<string, PackError>> {
  const sound = checkManifest(source.manifest)
  if (!sound.ok) return sound
  return writeBeside<string, PackError>(file, async (part, into) => {
    const written = await writePart(into, source)
    const whole = await readPartBack(part, source.manifest.submissions, written)
    return whole.ok ? ok(written.digest) : whole
  })
}

/** A unit from a JSON file; throws what is wrong with it. */
export const readUnit = (file: string): Promise<Unit> => readJsonFile(file, '单位文件', unitSchema)
