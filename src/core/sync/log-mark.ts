import * as v from 'valibot'

/** Hash before the first entry of a log. */
const hashAtStart = '0'.repeat(64)

/**
 * Where a server's log was seen, and the hash its chain had there: `<position>.<hash>`. As each hash vouches for all
 * entries before it, a log in which it does not stand at that place has gone another way: the server was restored from a
 * backup that is older than what one has seen of it.
 */
export const logMarkSchema = v.pipe(v.string(), v.regex(/^\d{1,16}\.[0-9a-f]{64}$/))

/** Where a server's log was seen, and the hash its chain had there. */
export type LogMark = v.InferOutput<typeof logMarkSchema>

/** Where a log was seen, and its hash there. */
interface SeenPlace {
  readonly position: number
  readonly hash: string
}

/** The mark of a place. */
export const markOf = ({ position, hash }: SeenPlace): LogMark => `${position}.${hash}`

/** The place of a mark. */
export function placeOfMark(mark: LogMark): SeenPlace {
  const [position, hash = ''] = mark.split('.')
  return { position: Number(position), hash }
}

/** The one of two marks of the same log that has seen more of it. */
export const furtherMark = (a: LogMark, b: LogMark): LogMark =>
  placeOfMark(a).position >= placeOfMark(b).position ? a : b

/** Stands in every log: for whoever has seen nothing of it, or kept no mark. */
export const startOfLog: LogMark = markOf({ position: 0, hash: hashAtStart })
