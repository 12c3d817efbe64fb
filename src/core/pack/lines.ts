/** Why a stream of lines was given up. */
export class LineTooLong extends Error {}
/** The stream unpacks to far more than it can honestly hold. */
export class UnpacksTooLarge extends Error {}

/** Bounds of a stream of lines. */
export interface LineLimits {
  /** Longest line, in characters; it may differ for the first. */
  readonly lengthAt: (line: number) => number
  readonly ratio: number
  /** Takes the first line piece by piece, for whom it is too long to hold; an empty line is given in its place. */
  readonly takeFirst?: ((piece: string) => void) | undefined
}

// What a short stream may unpack to whatever its ratio.
const freeBytes = 8 * 1_048_576

const pieceLength = 262_144

/** A long text in pieces that do not cut a character in two, for what would otherwise hold all of it once more. */
export function* piecesOf(text: string): Generator<string, void> {
  for (let from = 0; from < text.length;) {
    const isCutInTwo = (text.charCodeAt(from + pieceLength - 1) & 0xfc00) === 0xd800
    const until = from + pieceLength + (isCutInTwo ? 1 : 0)
    yield text.slice(from, until)
    from = until
  }
}

/** A line, or the parts of a long one end to end. */
export type Line = string | readonly string[]

function* piecesOfLine(line: Line): Generator<string, void> {
  if (typeof line === 'string') return yield `${line}\n`
  for (const part of line) yield* piecesOf(part)
  yield '\n'
}

/** Lines as UTF-8, piece by piece. */
export async function* encodeLines(lines: AsyncIterable<Line>): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const encoder = new TextEncoder()
  for await (const line of lines) for (const piece of piecesOfLine(line)) yield encoder.encode(piece)
}

/** Lines as gzip, piece by piece. */
export function gzipLines(lines: AsyncIterable<Line>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = encodeLines(lines)
  const text = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await bytes.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await bytes.return()
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
export function makeCutter({ lengthAt, takeFirst }: Pick<LineLimits, 'lengthAt' | 'takeFirst'>) {
  let line = 0
  let rest: string[] = []
  let restLength = 0
  return {
    *cut(text: string): Generator<string, void> {
      const pieces = text.split('\n')
      for (const [index, piece] of pieces.entries()) {
        if (line === 0 && takeFirst) takeFirst(piece)
        else rest.push(piece)
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
  limits: LineLimits,
): AsyncGenerator<string, void> {
  let packedBytes = 0
  let unpackedBytes = 0
  const count = counting((bytes) => {
    packedBytes += bytes
  })
  const reader = packed.pipeThrough(count).pipeThrough(new DecompressionStream('gzip')).getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const cutter = makeCutter(limits)
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      unpackedBytes += next.value.byteLength
      if (unpackedBytes > freeBytes + packedBytes * limits.ratio) throw new UnpacksTooLarge()
      yield* cutter.cut(decoder.decode(next.value, { stream: true }))
    }
    const last = cutter.rest() + decoder.decode()
    if (last !== '') yield last
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
