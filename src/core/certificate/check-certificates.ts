import { calculateJwkThumbprint } from 'jose'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { compactOf, fileOfCompact } from '#core/signed/compact-form.ts'
import { readSignedFile, type SignedFileError } from '#core/signed/read-signed-file.ts'
import type { SignedFile } from '#core/signed/signed-file.ts'
import { isBelow, isSameUnit, type Unit } from '#core/unit/unit.ts'
import { type Certificate, certificateKind } from './certificate.ts'

/** Why what a file carries as certificates does not prove who signed it. */
export type CertificateError =
  | SignedFileError
  | AppError<
      | 'CERTIFICATE_KEY_OTHER'
      | 'CERTIFICATE_UNIT_OTHER'
      | 'CERTIFICATE_EXPIRED'
      | 'CERTIFICATE_NOT_YET'
      | 'CERTIFICATE_CHAIN_BROKEN'
    >

/** A unit and the thumbprint of its key. */
export interface KnownKey {
  readonly unit: Unit
  readonly kid: string
}

/** Certified by the units above, step by step, up to one that nobody certifies: people compare only that one's fingerprint. */
export interface Certified {
  readonly kind: 'certified'
  /** The units that certify, the nearest first; the last is certified by nobody. */
  readonly issuers: readonly KnownKey[]
  readonly validUntil: string
  /** The key of the unit that this one took the place of. */
  readonly replaces?: string
}

/** How far a file proves who signed it. */
export type Standing = Certified | { readonly kind: 'selfSigned' }

/** Who signed what is to be proved, and when it says it did. */
export interface Claim {
  readonly unit: Unit
  /** Thumbprint of the key that signed. */
  readonly signer: string
  /** When it was signed: a certificate that ran out later still holds for it. */
  readonly at: string
}

/** Office PCs: a clock that is hours behind the issuer's makes no certificate invalid. */
const clockSlackMs = 86_400_000

/** The end of a last day, in the time of Beijing. */
const endOf = (day: string): number => Date.parse(`${day}T23:59:59.999+08:00`)

async function checkOne(
  { content }: Certificate,
  { unit, signer, at }: Claim,
): Promise<Result<void, CertificateError>> {
  const { unit: found, key, issuer, validFrom, validUntil } = content
  const { name } = unit
  if ((await calculateJwkThumbprint(key, 'sha256')) !== signer) return fail('CERTIFICATE_KEY_OTHER', { unit: name })
  if (!isSameUnit(found, unit)) return fail('CERTIFICATE_UNIT_OTHER', { unit: name, found: found.name })
  if (Date.parse(at) < Date.parse(validFrom) - clockSlackMs)
    return fail('CERTIFICATE_NOT_YET', { unit: name, from: validFrom.slice(0, 10) })
  if (Date.parse(at) > endOf(validUntil)) return fail('CERTIFICATE_EXPIRED', { unit: name, until: validUntil })
  return isBelow(unit, issuer) ? ok(undefined) : fail('CERTIFICATE_CHAIN_BROKEN', { unit: name })
}

/**
 * Whether a row of certificates proves a claim: the first is for the key and name of who signed, each further one for
 * the key and name of who issued the one before, each valid when what it vouches for was signed.
 */
export async function checkCertificates(
  certificates: readonly string[],
  claim: Claim,
): Promise<Result<Standing, CertificateError>> {
  const issuers: KnownKey[] = []
  const read: Certificate[] = []
  let standing = claim
  for (const compact of certificates) {
    const certificate = await readSignedFile(fileOfCompact(compact, certificateKind), certificateKind)
    const holds = certificate.ok ? await checkOne(certificate.value, standing) : certificate
    if (!certificate.ok) return certificate
    if (!holds.ok) return holds
    const { content, signer } = certificate.value
    read.push(certificate.value)
    issuers.push({ unit: content.issuer, kid: signer })
    standing = { unit: content.issuer, signer, at: content.validFrom }
  }
  const [first] = read
  if (!first) return ok({ kind: 'selfSigned' })
  const { validUntil, replaces } = first.content
  return ok({ kind: 'certified', issuers, validUntil, ...(replaces !== undefined && { replaces }) })
}

/** The certificates of a unit that was given this file: its own first, then those of the units above. */
export function certificatesIn({ text, certificates }: SignedFile<unknown>): readonly string[] {
  return [compactOf(text), ...certificates]
}

/** Reads a `.uct` file with everything above it, as proof for the unit it was issued to. */
export async function readCertificate(
  text: string,
  at: string,
): Promise<Result<{ readonly certificate: Certificate; readonly standing: Certified }, CertificateError>> {
  const certificate = await readSignedFile(text, certificateKind)
  if (!certificate.ok) return certificate
  const { unit, key } = certificate.value.content
  const claim = { unit, signer: await calculateJwkThumbprint(key, 'sha256'), at }
  const standing = await checkCertificates(certificatesIn(certificate.value), claim)
  if (!standing.ok) return standing
  if (standing.value.kind !== 'certified') return fail('CERTIFICATE_CHAIN_BROKEN', { unit: unit.name })
  return ok({ certificate: certificate.value, standing: standing.value })
}
