import { readFile } from 'node:fs/promises'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import * as v from 'valibot'
import { certificatesIn, checkCertificates, readCertificate } from '#core/certificate/check-certificates.ts'
import { publicJwkSchema, type SigningKey } from '#core/submission/submission.ts'
import type { OpeningKey, Unit } from '#core/unit/unit.ts'
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

/**
 * A P-256 private key to sign with from a `.jwk` file, with the certificate if there is one; throws when it is none, or
 * when the certificate is not for this key and for the unit that signs by it.
 */
export async function readSigningKey(file: string, certificate?: string, unit?: Unit): Promise<SigningKey> {
  const key = await keyOf(await readPrivateJwk(file), 'ES256')
  if (certificate === undefined) return key
  const at = new Date().toISOString()
  const read = await readCertificate(await readFile(certificate, 'utf8'), at)
  if (!read.ok) throw new Error(sayError(read.error))
  const certificates = certificatesIn(read.value.certificate)
  const signer = await calculateJwkThumbprint(key.publicJwk, 'sha256')
  const proved = await checkCertificates(certificates, {
    unit: unit ?? read.value.certificate.content.unit,
    signer,
    at,
  })
  if (!proved.ok) throw new Error(sayError(proved.error))
  return { ...key, certificates }
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
