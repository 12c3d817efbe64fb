import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'

/**
 * Has a file written beside its place and puts it there when `write` gives success. An existing one is never overwritten,
 * and neither is one where the part is written: only what was begun here is removed.
 */
export async function writeBeside<T, E extends AppError>(
  file: string,
  write: (part: string, into: Writable) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  const part = `${file}.part`
  await (await open(file, 'wx')).close()
  let isPlaced = false
  try {
    const handle = await open(part, 'wx')
    try {
      const written = await write(part, handle.createWriteStream())
      await handle.close()
      if (written.ok) await rename(part, file)
      isPlaced = written.ok
      return written
    } finally {
      await handle.close()
      await rm(part, { force: true })
    }
  } finally {
    if (!isPlaced) await rm(file, { force: true })
  }
}

/** Writes pieces as they come beside their place and puts the whole there; an existing file is never overwritten. */
export async function writeWholeFile(file: string, pieces: AsyncIterable<Uint8Array | string>): Promise<void> {
  await writeBeside(file, async (_part, into) => {
    await pipeline(Readable.from(pieces, { objectMode: true }), into)
    return ok(undefined)
  })
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
