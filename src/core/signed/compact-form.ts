import * as v from 'valibot'
import { type SignedFileKind, signedEnvelopeSchema } from './signed-file.ts'

/** A signed file that was read, as JWS compact serialization (RFC 7515 §7.1): how files carry certificates. */
export function compactOf(text: string): string {
  const { payload, signatures } = v.parse(signedEnvelopeSchema, JSON.parse(text))
  return signatures.map((part) => `${part.protected}.${payload}.${part.signature}`).join('')
}

/** The file a compact serialization stands for, to be read like any other; text that is none stays none. */
export function fileOfCompact(
  compact: string,
  { caibao, note }: Pick<SignedFileKind<unknown>, 'caibao' | 'note'>,
): string {
  const [header = '', payload = '', signature = ''] = compact.split('.')
  return `${JSON.stringify({ caibao, note, payload, signatures: [{ protected: header, signature }] }, null, 1)}\n`
}
