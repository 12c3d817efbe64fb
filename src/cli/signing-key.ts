import { readFile } from 'node:fs/promises'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import * as v from 'valibot'
import { certificatesIn, checkCertificates, readCertificate } from '#core/certificate/check-certificates.ts'
import { publicJwkSchema, type SigningKey } from '#core/submission/submission.ts'
import { isKeyFile, readKeyFile, type UnitKeyContent } from '#core/unit/key-file.ts'
import { isSameUnit, type OpeningKey, type Unit } from '#core/unit/unit.ts'
import { passphraseOf } from './passphrase.ts'
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

/** What the unit's key file (`.key`, as the app saves it) holds; undefined where the file is another. */
async function readUnitKeys(file: string): Promise<UnitKeyContent | undefined> {
  const text = await readFile(file, 'utf8')
  if (!isKeyFile(text)) return undefined
  const read = await readKeyFile(text, await passphraseOf(file))
  if (!read.ok) throw new Error(`${file}：${sayError(read.error)}`)
  return read.value
}

/** The facts in which the unit of a key file is another than the one that signs. */
function otherThan(unit: Unit, other: Unit): string {
  const facts = [
    ['单位全称', unit.name, other.name],
    ['组织机构代码', unit.orgCode, other.orgCode],
    ['行政区划', unit.division, other.division],
    ['级别', unit.level, other.level],
  ] as const
  const differing = facts.filter(([, one, another]) => one !== another)
  return differing.map(([what, one, another]) => `${what}是“${one}”，不是“${another}”`).join('；')
}

/** The private key that a file signs with; throws where it is the key file of another unit than the one that signs. */
async function signingJwkIn(file: string, unit: Unit | undefined): Promise<JWK> {
  const keys = await readUnitKeys(file)
  if (keys && unit && !isSameUnit(keys.unit, unit)) {
    throw new Error(`${file} 是另一个单位的密钥文件：${otherThan(keys.unit, unit)}。请核对 --unit 和 --key。`)
  }
  return keys?.signing ?? readPrivateJwk(file)
}

/**
 * A P-256 private key to sign with from a `.jwk` file or from the unit's `.key` file, with the certificate if there is
 * one; throws when it is none, or when the certificate is not for this key and for the unit that signs by it.
 */
export async function readSigningKey(file: string, certificate?: string, unit?: Unit): Promise<SigningKey> {
  const key = await keyOf(await signingJwkIn(file, unit), 'ES256')
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

/**
 * A unit's P-256 private keys to open sealed submissions with: the one of a `.jwk` file, or all of its `.key` file, those
 * it used before among them; none where no file is named. Throws when the file is neither.
 */
export async function readOpeningKeys(file: string | undefined): Promise<readonly OpeningKey[]> {
  if (file === undefined) return []
  const keys = await readUnitKeys(file)
  const jwks = keys ? [keys, ...(keys.earlier ?? [])].map(({ opening }) => opening) : [await readPrivateJwk(file)]
  return Promise.all(jwks.map((jwk) => keyOf(jwk, 'ECDH-ES+A256KW')))
}

/** A key used for one file only, like a device that signs for the first time. */
export async function freshSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return keyOf(await exportJWK(privateKey), 'ES256')
}
