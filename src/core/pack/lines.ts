/** Why a stream of lines was given up. */
export class LineTooLong extends Error {}
/** The stream unpacks to far more than it can honestly hold. */
export class UnpacksTooLarge extends Error {}

/** Bounds of a stream of lines. */
export interface LineLimits {
  /** Longest line, in characters; it may differ for the first. */
  readonly lengthAt: (line: number) => number
  readonly ratio: number
}

// What a short stream may unpack to whatever its ratio.
const freeBytes = 8 * 1_048_576

/** Lines as gzip, piece by piece. */
export function gzipLines(lines: AsyncIterable<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = lines[Symbol.asyncIterator]()
  const text = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done === true) controller.close()
      else controller.enqueue(new TextEncoder().encode(`${next.value}\n`))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
  return text.pipeThrough(new CompressionStream('gzip'))
}

/** Counts bytes on their way, so that the ratio of packed to unpacked is known while it grows. */
function counting(seen: (bytes: number) => void): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(chunk, controller) {
      seen(chunk.byteLength)
      controller.enqueue(chunk)
    },
  })
}

/** Cuts text into lines as it comes; throws when a line grows too long. */
function makeCutter(lengthAt: LineLimits['lengthAt']) {
  let line = 0
  let rest: string[] = []
  let restLength = 0
  return {
    *cut(text: string): Generator<string, void> {
      const pieces = text.split('\n')
      for (const [index, piece] of pieces.entries()) {
        rest.push(piece)
        restLength += piece.length
        if (restLength > lengthAt(line)) throw new LineTooLong()
        if (index === pieces.length - 1) return
        yield rest.join('')
        line += 1
        rest = []
        restLength = 0
      }
    },
    rest: () => rest.join(''),
  }
}

/** Lines of a gzip stream, one at a time; throws at the first bound that is passed and at bytes that are no UTF-8. */
export async function* gunzipLines(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  { lengthAt, ratio }: LineLimits,
): AsyncGenerator<string, void> {
  let packedBytes = 0
  let unpackedBytes = 0
  const count = counting((bytes) => {
    packedBytes += bytes
  })
  const reader = packed.pipeThrough(count).pipeThrough(new DecompressionStream('gzip')).getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const cutter = makeCutter(lengthAt)
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      unpackedBytes += next.value.byteLength
      if (unpackedBytes > freeBytes + packedBytes * ratio) throw new UnpacksTooLarge()
      yield* cutter.cut(decoder.decode(next.value, { stream: true }))
    }
    const last = cutter.rest() + decoder.decode()
    if (last !== '') yield last
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
