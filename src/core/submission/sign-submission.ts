import canonicalize from 'canonicalize'
import { calculateJwkThumbprint, GeneralSign } from 'jose'
import { sha256Hex } from './digest.ts'
import { type SigningKey, type SubmissionContent, submissionKind, submissionNote } from './submission.ts'

/** Text of a signed `.rpu` file and the digest people compare. */
export interface SignedSubmission {
  readonly text: string
  readonly digest: string
}

/** Bytes of the RFC 8785 canonical form, NFC: the same content always gives the same digest. */
function canonicalBytes(content: SubmissionContent): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonicalize(content)?.normalize('NFC') ?? '')
}

/** Signs the content with the device key as a `.rpu` file. */
export async function signSubmission(content: SubmissionContent, key: SigningKey): Promise<SignedSubmission> {
  const payload = canonicalBytes(content)
  const kid = await calculateJwkThumbprint(key.publicJwk, 'sha256')
  const jws = await new GeneralSign(payload)
    .addSignature(key.privateKey)
    .setProtectedHeader({ alg: 'ES256', typ: 'caibao-submission+jws', jwk: key.publicJwk, kid })
    .sign()
  const envelope = { caibao: submissionKind, note: submissionNote, payload: jws.payload, signatures: jws.signatures }
  return { text: `${JSON.stringify(envelope, null, 1)}\n`, digest: await sha256Hex(payload) }
}
