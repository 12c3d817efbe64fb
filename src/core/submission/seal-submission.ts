import { calculateJwkThumbprint, GeneralEncrypt, importJWK } from 'jose'
import { sealedNote, sealing } from './sealed-submission.ts'
import { type PublicJwk, sealedSubmissionKind } from './submission.ts'

/** Seals the text of a `.rpu` so that only the holders of these keys can open it. */
export async function sealSubmission(text: string, recipients: readonly PublicJwk[]): Promise<string> {
  const jwe = new GeneralEncrypt(new TextEncoder().encode(text)).setProtectedHeader({
    enc: sealing.enc,
    typ: sealing.typ,
    cty: 'caibao-submission+jws',
  })
  for (const jwk of recipients) {
    const key = await importJWK({ ...jwk, alg: sealing.alg })
    const kid = await calculateJwkThumbprint(jwk, 'sha256')
    jwe.addRecipient(key).setUnprotectedHeader({ alg: sealing.alg, kid })
  }
  const sealed = await jwe.encrypt()
  return `${JSON.stringify({ caibao: sealedSubmissionKind, note: sealedNote, ...sealed }, null, 1)}\n`
}
