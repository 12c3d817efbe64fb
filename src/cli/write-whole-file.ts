import { createWriteStream } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
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

async function* once(text: string): AsyncGenerator<string, void> {
  yield text
}

/** Writes a text as {@link writeWholeFile} does. */
export const writeWholeText = (file: string, text: string): Promise<void> => writeWholeFile(file, once(text))

const flushAt = 65_536

/** A text file that grows; what is added is written in larger pieces. */
class GrowingFile {
  readonly #handle: FileHandle
  #pending = ''

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async add(text: string): Promise<void> {
    this.#pending += text
    if (this.#pending.length >= flushAt) await this.flush()
  }

  async flush(): Promise<void> {
    const text = this.#pending
    this.#pending = ''
    await this.#handle.appendFile(text)
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

/**
 * Writes several text files side by side, all of them or none; an existing file is never overwritten. `write` is given
 * a function that adds to the file of that number.
 */
export async function writeWholeFiles(
  files: readonly string[],
  write: (add: (file: number, text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const placed: string[] = []
  const growing: GrowingFile[] = []
  try {
    for (const file of files) {
      await (await open(file, 'wx')).close()
      placed.push(file)
      growing.push(new GrowingFile(await open(`${file}.part`, 'wx')))
    }
    await write(async (file, text) => growing[file]?.add(text))
    for (const each of growing) {
      await each.flush()
      await each.close()
    }
    for (const file of files) await rename(`${file}.part`, file)
  } catch (cause) {
    for (const each of growing) await each.close()
    for (const [at, file] of placed.entries()) {
      await rm(file, { force: true })
      if (at < growing.length) await rm(`${file}.part`, { force: true })
    }
    throw cause
  }
}
