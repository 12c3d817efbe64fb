import { sealedLimits } from '#core/submission/sealed-submission.ts'
import type { GivenFile } from './check-message.ts'

/** Files that are read as one; what the browser does for them in the page's own turn stays short. */
const readTogether = 20
/** Readings that are under way at the same time. */
const lanes = 3
/** Bytes of a file that is read as one with others. */
const smallBytes = 65_536
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

/** A file that is told by its name only is empty, and says itself why it cannot be read. */
const isSmall = ({ size }: Blob): boolean => size > 0 && size <= smallBytes

/** Small files as one; nothing where that is not what they were: one of them changed meanwhile, or cannot be read. */
async function readAsOne(files: readonly Blob[]): Promise<readonly GivenFile[] | undefined> {
  try {
    const sizes = files.map(({ size }) => size)
    const whole = await new Blob([...files]).arrayBuffer()
    if (whole.byteLength !== sizes.reduce((sum, size) => sum + size, 0)) return undefined
    let end = 0
    return sizes.map((sizeBytes) => ({ sizeBytes, bytes: whole.slice(end, (end += sizeBytes)) }))
  } catch {
    return undefined
  }
}

/** Each reading of its own costs the browser a third more than a share in one (ADR 0187). */
async function readGroup(files: readonly Blob[]): Promise<readonly GivenFile[]> {
  const asOne = files.length > 1 && files.every(isSmall) ? await readAsOne(files) : undefined
  return asOne ?? Promise.all(files.map(readFile))
}

/** All files in their order, some groups at a time. */
async function readGroups(files: readonly Blob[]): Promise<readonly GivenFile[]> {
  const groups = Array.from({ length: Math.ceil(files.length / readTogether) }, (_, at) =>
    files.slice(at * readTogether, (at + 1) * readTogether),
  )
  const read: (readonly GivenFile[])[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    for (let at = next++; at < groups.length; at = next++) read[at] = await readGroup(groups[at] ?? [])
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return read.flat()
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
    const read = await readGroups(files)
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
