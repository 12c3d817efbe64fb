import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Writes pieces as they come beside their place and puts the whole there; an existing file is never overwritten. */
export async function writeWholeFile(file: string, pieces: AsyncIterable<Uint8Array | string>): Promise<void> {
  const part = `${file}.part`
  await (await open(file, 'wx')).close()
  try {
    await pipeline(Readable.from(pieces, { objectMode: true }), createWriteStream(part, { flags: 'wx' }))
    await rename(part, file)
  } catch (cause) {
    await rm(file, { force: true })
    throw cause
  } finally {
    await rm(part, { force: true })
  }
}
