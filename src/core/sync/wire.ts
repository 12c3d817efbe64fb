import * as v from 'valibot'

/** SHA-256 in lower-case hex: the digest of a submission, of a body, of an entry of the log. */
export const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** RFC 7638 thumbprint of a key. */
export const thumbprint = v.pipe(v.string(), v.regex(/^[\w-]{43}$/))

/** What the server or an app names things by. */
export const id = v.pipe(v.string(), v.uuid())

/** Milliseconds since 1970, UTC. */
export const instant = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8_640_000_000_000_000))

/** Place in the server's log, counted from 1; as a cursor, 0 is the start. */
export const position = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** A count that is not negative. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** A number in an address; text becomes a whole number or is refused. */
export const numberInQuery = (smallest: number, largest: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number), v.integer(), v.minValue(smallest), v.maxValue(largest))

/** Text of one line for people, without what is invisible. */
export const shownLine = (longest: number) =>
  v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(longest),
    v.check(
      (text) => text === text.normalize('NFC') && text.trim() === text && !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u.test(text),
    ),
  )

/** The same where it is first given: separators of lines are invisible, too, but what was stored with them is shown. */
export const typedLine = (longest: number) =>
  v.pipe(
    shownLine(longest),
    v.check((text) => !/[\p{Zl}\p{Zp}]/u.test(text)),
  )

/** A whole file of ours as text; its own reader bounds what is inside. */
export const fileText = (largest: number) => v.pipe(v.string(), v.minLength(2), v.maxLength(largest))

/** Every answer that is not a success: the code of the error and what its sentence needs. Never prose. */
export const errorAnswerSchema = v.strictObject({
  code: v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]{2,63}$/)),
  params: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
})

/** Every answer that is not a success. */
export type ErrorAnswer = v.InferOutput<typeof errorAnswerSchema>
