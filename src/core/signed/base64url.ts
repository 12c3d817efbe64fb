import * as v from 'valibot'

/** Ends of a base64url text whose last character carries no bits that a decoder drops, by its length over a multiple of 4. */
const cleanTail = /^(?:|[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])$/

/**
 * Base64url as RFC 4648 §3.5 wants it written: one spelling for the same bytes. Decoders drop the spare bits of the last
 * character, so without this a signature could be changed in a character and still be taken for genuine.
 */
export const base64urlSchema = v.pipe(
  v.string(),
  v.regex(/^[\w-]+$/),
  v.check((text) => cleanTail.test(text.slice(text.length - (text.length % 4)))),
)
