import { exportJWK, generateKeyPair } from 'jose'
import * as v from 'valibot'
import { publicJwkSchema, type SigningKey } from '#core/submission/submission.ts'

/** A P-256 key like the one a device makes for itself. */
export async function aSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const { kty, crv, x, y } = await exportJWK(publicKey)
  return { privateKey, publicJwk: v.parse(publicJwkSchema, { kty, crv, x, y }) }
}
