import type { FileCrypto } from './file-crypto.ts'
import type { SubmissionContent } from './submission.ts'

/** A submission that is read again after it was verified. */
export interface RecalledSubmission {
  /** Of the payload as it stands there now: who recalls compares it with what was verified. */
  readonly digest: string
  /** To be asked for only once the digest has been compared. */
  readonly content: () => SubmissionContent
}

const utf8 = new TextDecoder()

/**
 * Reads a submission again that was verified before. The digest is made of the payload itself, so whoever finds it
 * among the verified ones has the verified bytes; signatures and shape are not looked at a second time. Undefined for
 * what is no submission any more.
 */
export async function recallSubmission(
  text: string,
  { decode, sha256Hex }: FileCrypto,
): Promise<RecalledSubmission | undefined> {
  const payload = payloadOf(text)
  if (payload === undefined) return undefined
  const bytes = decode(payload)
  return { digest: await sha256Hex(bytes), content: () => JSON.parse(utf8.decode(bytes)) }
}

function payloadOf(text: string): string | undefined {
  try {
    const envelope: unknown = JSON.parse(text)
    if (typeof envelope !== 'object' || envelope === null || !('payload' in envelope)) return undefined
    return typeof envelope.payload === 'string' ? envelope.payload : undefined
  } catch {
    return undefined
  }
}
