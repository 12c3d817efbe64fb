import { calculateJwkThumbprint } from 'jose'
import { certificatesIn, readCertificate } from '#core/certificate/check-certificates.ts'
import {
  issueCertificate,
  readCertificateRequest,
  signCertificateRequest,
} from '#core/certificate/issue-certificate.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import type { Unit } from '#core/unit/unit.ts'
import { aSigningKey } from './signing-keys.ts'
import { aBureau, aUnit } from './units.ts'

/** The city above the bureau. */
export const aCity: Unit = { name: '玉林市职改办', orgCode: '11450900007700001C', division: '450900', level: 'city' }

/** The bureau as it stands below the city. */
export const aBureauBelow: Unit = { ...aBureau, parent: { name: aCity.name, orgCode: aCity.orgCode } }

/** What tests decide differently. */
export interface Terms {
  readonly id?: string
  readonly validFrom?: string
  readonly validUntil?: string
  readonly replaces?: string
}

/** RFC 7638 thumbprint of a key. */
export const kidOf = ({ publicJwk }: SigningKey): Promise<string> => calculateJwkThumbprint(publicJwk, 'sha256')

/** Text of a certificate for this key and name. */
export async function aCertificate(
  unit: Unit,
  key: SigningKey,
  issuer: { readonly unit: Unit; readonly key: SigningKey },
  terms: Terms = {},
): Promise<string> {
  const request = await readCertificateRequest(
    await signCertificateRequest({ unit, requestedAt: '2026-11-01T00:00:00.000Z' }, key),
  )
  if (!request.ok) throw new Error(request.error.code)
  const usual = { id: crypto.randomUUID(), validFrom: '2026-11-01T00:00:00.000Z', validUntil: '2099-12-31' }
  return issueCertificate(request.value, { ...usual, ...terms }, issuer)
}

const aDay = '2026-11-20T00:00:00.000Z'

/** The key as it signs once it has this certificate. */
export async function withCertificate(key: SigningKey, text: string, at = aDay): Promise<SigningKey> {
  const read = await readCertificate(text, at)
  if (!read.ok) throw new Error(read.error.code)
  return { ...key, certificates: certificatesIn(read.value.certificate) }
}

/** School, bureau and city with their keys, each certified by the one above. */
export async function aLadder() {
  const [school, bureau, city] = await Promise.all([aSigningKey(), aSigningKey(), aSigningKey()])
  const above = await withCertificate(bureau, await aCertificate(aBureauBelow, bureau, { unit: aCity, key: city }))
  const text = await aCertificate(aUnit, school, { unit: aBureauBelow, key: above })
  return { school: await withCertificate(school, text), bureau: above, city, text }
}
