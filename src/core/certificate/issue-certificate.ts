import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { readSignedFile, type SignedFileError } from '#core/signed/read-signed-file.ts'
import { signFile } from '#core/signed/sign-file.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { isBelow, type Unit } from '#core/unit/unit.ts'
import {
  certificateKind,
  type CertificateRequest,
  certificateRequestKind,
  type CertificateRequestContent,
} from './certificate.ts'

/** Text of a `.ucr` file, signed by the key it asks a certificate for. */
export function signCertificateRequest(content: CertificateRequestContent, key: SigningKey): Promise<string> {
  return signFile(certificateRequestKind, content, key)
}

/** Reads and verifies a `.ucr` file. Whether the key is this unit's is for people to compare: the fingerprint. */
export function readCertificateRequest(text: string): Promise<Result<CertificateRequest, SignedFileError>> {
  return readSignedFile(text, certificateRequestKind)
}

/** Whether this unit is the one to answer the request: it names it as the unit above, and stands no higher. */
export function acceptableRequest(
  { content: { unit } }: CertificateRequest,
  above: Unit,
): Result<void, AppError<'CERTIFICATE_REQUEST_FOREIGN'>> {
  return isBelow(unit, above)
    ? ok(undefined)
    : fail('CERTIFICATE_REQUEST_FOREIGN', { unit: unit.name, parent: unit.parent?.name ?? '' })
}

/** The unit above as it signs certificates. */
export interface Issuer {
  readonly unit: Unit
  readonly key: SigningKey
}

/** What the issuer decides. */
export interface CertificateTerms {
  readonly id: string
  readonly validFrom: string
  readonly validUntil: string
  /** Thumbprint of the key certified before, when the unit changed it. */
  readonly replaces?: string | undefined
}

/** Text of the `.uct` file that answers a request whose fingerprint was compared. */
export function issueCertificate(
  { content: { unit }, signerKey }: CertificateRequest,
  { replaces, ...terms }: CertificateTerms,
  issuer: Issuer,
): Promise<string> {
  const content = { ...terms, unit, key: signerKey, issuer: issuer.unit, ...(replaces !== undefined && { replaces }) }
  return signFile(certificateKind, content, issuer.key)
}
