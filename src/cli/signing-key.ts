import { readFile } from 'node:fs/promises'
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import * as v from 'valibot'
import { publicJwkSchema, type SigningKey } from '#core/submission/submission.ts'

const privateJwkSchema = v.object({ ...publicJwkSchema.entries, d: v.pipe(v.string(), v.length(43)) })

async function keyOf(jwk: JWK): Promise<SigningKey> {
  const { kty, crv, x, y } = v.parse(publicJwkSchema, { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y })
  const privateKey = await importJWK(jwk, 'ES256')
  if (!(privateKey instanceof CryptoKey)) throw new Error('an EC key imports as a CryptoKey')
  return { privateKey, publicJwk: { kty, crv, x, y } }
}

/** A P-256 private key from a `.jwk` file; throws when it is none. */
export async function readSigningKey(file: string): Promise<SigningKey> {
  const json: unknown = JSON.parse(await readFile(file, 'utf8'))
  return keyOf(v.parse(privateJwkSchema, json))
}

/** A key used for one file only, like a device that signs for the first time. */
export async function freshSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return keyOf(await exportJWK(privateKey))
}
