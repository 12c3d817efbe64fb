// TrueType `glyf`: simple outlines of quadratic curves, and composites of other outlines.
interface Point {
  readonly x: number
  readonly y: number
  readonly isOnCurve: boolean
}

type Contour = readonly Point[]
type Matrix = readonly [number, number, number, number, number, number]

const onCurve = 0x1
const shortX = 0x2
const shortY = 0x4
const repeats = 0x8
const sameOrPositiveX = 0x10
const sameOrPositiveY = 0x20

const hasWords = 0x1
const isOffset = 0x2
const hasScale = 0x8
const hasMore = 0x20
const hasTwoScales = 0x40
const hasMatrix = 0x80
const deepest = 8
const oneF2Dot14 = 0x4000

class OutlineReader {
  readonly #view: DataView
  #at = 0

  constructor(outline: Uint8Array) {
    this.#view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength)
  }

  byte(): number {
    return this.#view.getUint8(this.#at++)
  }

  word(): number {
    this.#at += 2
    return this.#view.getUint16(this.#at - 2)
  }

  short(): number {
    this.#at += 2
    return this.#view.getInt16(this.#at - 2)
  }

  skip(bytes: number): void {
    this.#at += bytes
  }
}

function readFlags(reader: OutlineReader, count: number): readonly number[] {
  const flags: number[] = []
  while (flags.length < count) {
    const flag = reader.byte()
    const times = (flag & repeats) === 0 ? 1 : reader.byte() + 1
    for (let index = 0; index < times; index += 1) flags.push(flag)
  }
  return flags
}

function readAxis(reader: OutlineReader, flags: readonly number[], short: number, same: number): readonly number[] {
  let value = 0
  return flags.map((flag) => {
    if ((flag & short) !== 0) value += (flag & same) === 0 ? -reader.byte() : reader.byte()
    else if ((flag & same) === 0) value += reader.short()
    return value
  })
}

function simpleContours(reader: OutlineReader, count: number): readonly Contour[] {
  const ends = Array.from({ length: count }, () => reader.word())
  reader.skip(reader.word())
  const flags = readFlags(reader, (ends.at(-1) ?? -1) + 1)
  const xs = readAxis(reader, flags, shortX, sameOrPositiveX)
  const ys = readAxis(reader, flags, shortY, sameOrPositiveY)
  const points = flags.map((flag, index) => ({
    x: xs[index] ?? 0,
    y: ys[index] ?? 0,
    isOnCurve: (flag & onCurve) !== 0,
  }))
  return ends.map((end, index) => points.slice((ends[index - 1] ?? -1) + 1, end + 1))
}

function readMatrix(reader: OutlineReader, flags: number): Matrix {
  const wide = (flags & hasWords) !== 0
  const [dx, dy] = wide ? [reader.short(), reader.short()] : [(reader.byte() << 24) >> 24, (reader.byte() << 24) >> 24]
  const [x, y] = (flags & isOffset) === 0 ? [0, 0] : [dx, dy]
  const share = (): number => reader.short() / oneF2Dot14
  if ((flags & hasScale) !== 0) {
    const scale = share()
    return [scale, 0, 0, scale, x, y]
  }
  if ((flags & hasTwoScales) !== 0) return [share(), 0, 0, share(), x, y]
  if ((flags & hasMatrix) !== 0) return [share(), share(), share(), share(), x, y]
  return [1, 0, 0, 1, x, y]
}

const moved = (contours: readonly Contour[], [a, b, c, d, e, f]: Matrix): readonly Contour[] =>
  contours.map((contour) =>
    contour.map(({ x, y, isOnCurve }) => ({ x: a * x + c * y + e, y: b * x + d * y + f, isOnCurve })),
  )

function contoursOf(outlines: readonly Uint8Array[], glyph: number, depth = 0): readonly Contour[] {
  const outline = outlines[glyph]
  if (!outline || outline.length < 10 || depth > deepest) return []
  const reader = new OutlineReader(outline)
  const count = reader.short()
  reader.skip(8)
  if (count >= 0) return simpleContours(reader, count)
  const contours: Contour[] = []
  let flags = hasMore
  while ((flags & hasMore) !== 0) {
    flags = reader.word()
    const part = reader.word()
    contours.push(...moved(contoursOf(outlines, part, depth + 1), readMatrix(reader, flags)))
  }
  return contours
}

const middle = (one: Point, other: Point): Point => ({
  x: (one.x + other.x) / 2,
  y: (one.y + other.y) / 2,
  isOnCurve: true,
})

/** Between two points off the curve lies one on it that is not written down. */
function pathOf(contour: Contour): string {
  const first = contour[0]
  const last = contour.at(-1)
  if (!first || !last) return ''
  let start = first
  if (!first.isOnCurve) start = last.isOnCurve ? last : middle(first, last)
  const steps = [`M${start.x} ${start.y}`]
  contour.forEach((point, index) => {
    if (point.isOnCurve) return point === start ? undefined : steps.push(`L${point.x} ${point.y}`)
    const next = contour[index + 1] ?? start
    const end = next.isOnCurve ? next : middle(point, next)
    steps.push(`Q${point.x} ${point.y} ${end.x} ${end.y}`)
  })
  return `${steps.join('')}Z`
}

/** The outline of a glyph as an SVG path in the units of its font, y upwards. */
export const glyphPath = (outlines: readonly Uint8Array[], glyph: number): string =>
  contoursOf(outlines, glyph).map(pathOf).join('')
