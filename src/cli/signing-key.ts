import { readFile } from 'node:fs/promises'
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import * as v from 'valibot'
import { certificatesIn, readCertificate } from '#core/certificate/check-certificates.ts'
import { publicJwkSchema, type SigningKey } from '#core/submission/submission.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { readJsonFile } from './read-json-file.ts'
import { sayError } from './say-error.ts'

const privateJwkSchema = v.object({ ...publicJwkSchema.entries, d: v.pipe(v.string(), v.length(43)) })

async function keyOf(jwk: JWK, algorithm: 'ES256' | 'ECDH-ES+A256KW'): Promise<SigningKey & OpeningKey> {
  const { kty, crv, x, y } = v.parse(publicJwkSchema, { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y })
  // It lies open in the file it came from; Node's own crypto takes only such.
  const privateKey = await importJWK(jwk, algorithm, { extractable: true })
  if (!(privateKey instanceof CryptoKey)) throw new Error('an EC key imports as a CryptoKey')
  return { privateKey, publicJwk: { kty, crv, x, y } }
}

const readPrivateJwk = (file: string): Promise<JWK> => readJsonFile(file, '密钥文件', privateJwkSchema)

/** A P-256 private key to sign with from a `.jwk` file, with the unit's certificate if there is one; throws when it is none. */
export async function readSigningKey(file: string, certificate?: string): Promise<SigningKey> {
  const key = await keyOf(await readPrivateJwk(file), 'ES256')
  if (certificate === undefined) return key
  const read = await readCertificate(await readFile(certificate, 'utf8'), new Date().toISOString())
  if (!read.ok) throw new Error(sayError(read.error))
  const { content } = read.value.certificate
  if (content.key.x !== key.publicJwk.x)
    throw new Error(sayError({ code: 'CERTIFICATE_KEY_OTHER', params: { unit: content.unit.name } }))
  return { ...key, certificates: certificatesIn(read.value.certificate) }
}

/** A unit's P-256 private key to open sealed submissions with; throws when the file is none. */
export async function readOpeningKey(file: string): Promise<OpeningKey> {
  return keyOf(await readPrivateJwk(file), 'ECDH-ES+A256KW')
}

/** A key used for one file only, like a device that signs for the first time. */
export async function freshSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return keyOf(await exportJWK(privateKey), 'ES256')
}
