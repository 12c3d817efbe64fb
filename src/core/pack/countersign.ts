import { base64url, calculateJwkThumbprint, FlattenedSign } from 'jose'
import * as v from 'valibot'
import { signatureChainHash } from '#core/submission/read-submission.ts'
import { envelopeSchema, type SigningKey } from '#core/submission/submission.ts'

/**
 * Adds a unit's signature to a verified submission. It covers the payload and, by the hash in its header, every
 * signature before it, so that none can be dropped or reordered unseen. The result is one line; without the signatures
 * that were added, and with the line breaks of a file again, it is the person's file to the byte.
 */
export async function countersign(submissionText: string, key: SigningKey): Promise<string> {
  const envelope: unknown = JSON.parse(submissionText)
  // Looked at and not rebuilt: members stay in the order the person's file has them.
  v.assert(envelopeSchema, envelope)
  const header = {
    alg: 'ES256',
    typ: 'caibao-countersignature+jws',
    jwk: key.publicJwk,
    kid: await calculateJwkThumbprint(key.publicJwk, 'sha256'),
    prev: await signatureChainHash(envelope.signatures),
  }
  const signed = await new FlattenedSign(base64url.decode(envelope.payload))
    .setProtectedHeader(header)
    .sign(key.privateKey)
  const { protected: protectedHeader = '', signature } = signed
  const signatures = [...envelope.signatures, { protected: protectedHeader, signature }]
  return JSON.stringify({ ...envelope, signatures })
}
