import * as v from 'valibot'
import type { SignedFile, SignedFileKind } from '#core/signed/signed-file.ts'
import { publicJwkSchema } from '#core/submission/submission.ts'
import { unitSchema } from '#core/unit/unit.ts'

const instant = v.pipe(v.string(), v.isoTimestamp())
const thumbprint = v.pipe(v.string(), v.regex(/^[\w-]{43}$/))
const limits = { sizeBytes: 65_536, depth: 8 } as const

const requestSchema = v.strictObject({
  unit: unitSchema,
  requestedAt: instant,
  /** Thumbprint of the key that the key of this request takes the place of. */
  replaces: v.exactOptional(thumbprint),
})

/** What a unit asks the unit above to confirm; the key is the one that signed the request. */
export type CertificateRequestContent = v.InferOutput<typeof requestSchema>

/** 证书申请 `.ucr`: signed by the very key it asks a certificate for. */
export const certificateRequestKind: SignedFileKind<CertificateRequestContent> = {
  name: 'certificateRequest',
  caibao: 'certificate-request/1',
  typ: 'caibao-certificate-request+jws',
  note: '这是单位证书申请，请交给上级单位用采报打开：电话核对指纹后签发证书；请不要改动。',
  limits,
  schema: requestSchema,
}

const certificateSchema = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  /** Whose certificate it is, as on its seal. */
  unit: unitSchema,
  /** The key this unit signs with. */
  key: publicJwkSchema,
  /** Who says so: the unit above, whose key signs the certificate. */
  issuer: unitSchema,
  validFrom: instant,
  /** Last day, in the time of Beijing. */
  validUntil: v.pipe(v.string(), v.isoDate()),
  replaces: v.exactOptional(thumbprint),
})

/** What the unit above says of a unit: this is its name, this is its key. */
export type CertificateContent = v.InferOutput<typeof certificateSchema>

/** 单位证书 `.uct`; its member `certificates` leads on upwards, to the unit that nobody certifies. */
export const certificateKind: SignedFileKind<CertificateContent> = {
  name: 'certificate',
  caibao: 'certificate/1',
  typ: 'caibao-certificate+jws',
  note: '这是上级单位签发的单位证书，请在申请它的电脑上用采报装入；请不要改动。',
  limits,
  schema: certificateSchema,
}

/** A request whose signature has been verified. */
export type CertificateRequest = SignedFile<CertificateRequestContent>

/** A certificate whose own signature has been verified; who signed it is for `checkCertificates` to say. */
export type Certificate = SignedFile<CertificateContent>
