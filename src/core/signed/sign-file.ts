import canonicalize from 'canonicalize'
import { calculateJwkThumbprint, GeneralSign } from 'jose'
import type { SigningKey } from '#core/submission/submission.ts'
import type { SignedFileKind } from './signed-file.ts'

/**
 * Signs the content as a file of this kind, with the certificates of the key if there are any. `indent`: spaces before
 * a member, each on a line of its own, as people look at a file; 0 for one line without a break.
 */
export async function signFile<T>(
  kind: SignedFileKind<T>,
  content: T,
  key: SigningKey,
  { indent = 1 }: { readonly indent?: 0 | 1 } = {},
): Promise<string> {
  const { certificates = [] } = key
  const payload = new TextEncoder().encode(canonicalize(content)?.normalize('NFC') ?? '')
  const kid = await calculateJwkThumbprint(key.publicJwk, 'sha256')
  const jws = await new GeneralSign(payload)
    .addSignature(key.privateKey)
    .setProtectedHeader({ alg: 'ES256', typ: kind.typ, jwk: key.publicJwk, kid })
    .sign()
  const { caibao, note } = kind
  const { payload: signed, signatures } = jws
  const carried = certificates.length > 0 && { certificates }
  const text = JSON.stringify({ caibao, note, payload: signed, signatures, ...carried }, null, indent)
  return indent === 0 ? text : `${text}\n`
}
