import { sealedLimits } from '#core/submission/sealed-submission.ts'
import type { GivenFile } from './check-message.ts'

/** Files that are asked for at the same time: what the browser does for each in the page's own turn stays short. */
const askedAtOnce = 40
/** Bytes that may wait for workers before more is read. */
const mostWaiting = 64 * 1_048_576

async function readFile(file: Blob): Promise<GivenFile> {
  try {
    const { size } = file
    const isWhole = size <= sealedLimits.sizeBytes
    return { sizeBytes: size, bytes: await (isWhole ? file : file.slice(0, 4)).arrayBuffer() }
  } catch (cause) {
    return { reason: cause instanceof Error ? cause.message : String(cause) }
  }
}

const sizeOf = (files: readonly GivenFile[]): number =>
  files.reduce((sum, file) => sum + ('bytes' in file ? file.bytes.byteLength : 0), 0)

/**
 * Reads files for workers, one job after the other. The page reads them and hands the bytes over: giving a worker the
 * files themselves costs the page more than reading them (ADR 0100).
 */
export function makeFileReader() {
  let last: Promise<unknown> = Promise.resolve()
  let jobs = 0
  let waiting = 0
  let makeRoom: () => void = () => undefined

  const isFull = (): boolean => jobs > 0 && waiting > mostWaiting

  async function readAll(files: readonly Blob[]): Promise<readonly GivenFile[]> {
    while (isFull()) {
      await new Promise<void>((resolve) => {
        makeRoom = resolve
      })
    }
    const read: GivenFile[] = []
    for (let at = 0; at < files.length; at += askedAtOnce) {
      read.push(...(await Promise.all(files.slice(at, at + askedAtOnce).map(readFile))))
    }
    jobs += 1
    waiting += sizeOf(read)
    return read
  }

  return {
    read(files: readonly Blob[]): Promise<readonly GivenFile[]> {
      const reading = last.then(() => readAll(files))
      last = reading
      return reading
    },
    /** A worker is done with so many bytes. */
    taken(sizeBytes: number): void {
      jobs -= 1
      waiting -= sizeBytes
      makeRoom()
    },
  }
}

/** What goes over to a worker without a copy, and how much it is. */
export function transferOf(files: readonly GivenFile[]): {
  readonly buffers: ArrayBuffer[]
  readonly sizeBytes: number
} {
  return { buffers: files.flatMap((file) => ('bytes' in file ? [file.bytes] : [])), sizeBytes: sizeOf(files) }
}
