import { createReadStream, createWriteStream } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as v from 'valibot'
import type { Result } from '#core/errors/result.ts'
import type { Manifest, PackError } from '#core/pack/pack.ts'
import { type PackListener, readPack, submissionsIn, textsIn } from '#core/pack/read-pack.ts'
import type { Submission } from '#core/submission/submission.ts'
import { type PackSource, writePack } from '#core/pack/write-pack.ts'
import { type Unit, unitSchema } from '#core/unit/unit.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { signByNode } from './sign-by-node.ts'

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

/** The texts of a pack file that was read before, one at a time, not verified again. */
export function textsInFile(file: string): AsyncGenerator<string, void> {
  return textsIn(bytesOf(file))
}

/** By itself, so that nothing of the writing is held while the file is read back. */
async function writePart(part: string, source: PackSource): Promise<void> {
  const { stream } = await writePack({ ...source, by: { sha256: nodeFileCrypto.sha256, sign: signByNode } })
  await pipeline(Readable.fromWeb(stream), createWriteStream(part, { flags: 'wx' }))
}

/** Writes a pack beside its place, reads it back, and only then puts it there; an existing file is never overwritten. */
export async function writePackFile(file: string, source: PackSource): Promise<Result<Manifest, PackError>> {
  const part = `${file}.part`
  await (await open(file, 'wx')).close()
  try {
    await writePart(part, source)
    const readBack = await readPackFile(part)
    if (readBack.ok) await rename(part, file)
    else await rm(file)
    return readBack
  } catch (cause) {
    await rm(file)
    throw cause
  } finally {
    await rm(part, { force: true })
  }
}

/** A unit from a JSON file; throws what is wrong with it. */
export async function readUnit(file: string): Promise<Unit> {
  return v.parse(unitSchema, JSON.parse(await readFile(file, 'utf8')))
}
