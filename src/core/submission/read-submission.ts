import canonicalize from 'canonicalize'
import { base64url } from 'jose'
import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { decodeText, readJson, type ReadJsonError } from '#core/record/read-json.ts'
import { sha256Hex } from './digest.ts'
import { isCanonical } from './is-canonical.ts'
import { makeSignerKeys, type SignerKeys } from './signer-keys.ts'
import {
  type Envelope,
  envelopeSchema,
  protectedHeaderSchema,
  sealedSubmissionKind,
  type Submission,
  type SubmissionContent,
  submissionContentSchema,
  submissionKind,
  submissionLimits,
} from './submission.ts'

/** Why a `.rpu` file is refused; nothing of a refused file is taken over. */
export type SubmissionError =
  | ReadJsonError
  | AppError<
      | 'SUBMISSION_NOT_ONE'
      | 'SUBMISSION_VERSION_NEWER'
      | 'SUBMISSION_SEALED'
      | 'SUBMISSION_DAMAGED'
      | 'SUBMISSION_ALGORITHM_REFUSED'
      | 'SUBMISSION_KEY_MISMATCH'
      | 'SUBMISSION_SIGNATURE_BAD'
      | 'SUBMISSION_NOT_CANONICAL'
    >

type Header = v.InferOutput<typeof protectedHeaderSchema>
type Signature = Envelope['signatures'][number]

function readEnvelope(json: unknown): Result<Envelope, SubmissionError> {
  const kind = v.safeParse(v.object({ caibao: v.string() }), json)
  if (!kind.success) return fail('SUBMISSION_NOT_ONE', {})
  const { caibao } = kind.output
  if (caibao === sealedSubmissionKind) return fail('SUBMISSION_SEALED', {})
  if (!caibao.startsWith('submission/')) return fail('SUBMISSION_NOT_ONE', {})
  if (caibao !== submissionKind) return fail('SUBMISSION_VERSION_NEWER', { found: caibao.slice(0, 40) })
  const envelope = v.safeParse(envelopeSchema, json)
  return envelope.success
    ? ok(envelope.output)
    : fail('SUBMISSION_DAMAGED', { where: v.getDotPath(envelope.issues[0]) ?? '外层' })
}

function decodeBase64(text: string): Result<Uint8Array<ArrayBuffer>, SubmissionError> {
  try {
    return ok(new Uint8Array(base64url.decode(text)))
  } catch {
    return fail('SUBMISSION_DAMAGED', { where: 'base64url' })
  }
}

function readHeader(signature: Signature): Result<Header, SubmissionError> {
  const bytes = decodeBase64(signature.protected)
  if (!bytes.ok) return bytes
  const text = decodeText(bytes.value, submissionLimits)
  if (!text.ok) return text
  const json = readJson(text.value, submissionLimits)
  if (!json.ok) return json
  const algorithm = v.safeParse(v.object({ alg: v.string() }), json.value)
  if (algorithm.success && algorithm.output.alg !== 'ES256') {
    return fail('SUBMISSION_ALGORITHM_REFUSED', { found: algorithm.output.alg.slice(0, 20) })
  }
  const header = v.safeParse(protectedHeaderSchema, json.value)
  return header.success
    ? ok(header.output)
    : fail('SUBMISSION_DAMAGED', { where: v.getDotPath(header.issues[0]) ?? 'protected' })
}

/** SHA-256 of the signatures that stood before, so that none can be dropped or reordered unseen. */
export async function signatureChainHash(before: readonly Signature[]): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalize(before) ?? '')
  return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

/** The first signature is the person's; every later one countersigns all before it. */
async function standsInItsPlace(header: Header, before: readonly Signature[]): Promise<boolean> {
  if (before.length === 0) return header.typ === 'caibao-submission+jws' && header.prev === undefined
  return header.typ === 'caibao-countersignature+jws' && header.prev === (await signatureChainHash(before))
}

const utf8 = new TextEncoder()

/**
 * Whether the bytes that RFC 7515 §5.2 names were signed with this key: ES256, whose signature is r and s (RFC 7518
 * §3.4) as WebCrypto takes it. The header is held against its schema before: it cannot ask for anything else.
 */
async function isSigned(key: CryptoKey, payload: string, { protected: header, signature }: Signature) {
  const bytes = decodeBase64(signature)
  const signed = utf8.encode(`${header}.${payload}`)
  return bytes.ok && crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes.value, signed)
}

async function verifySignature(
  { payload, signatures }: Envelope,
  index: number,
  keyOf: SignerKeys,
): Promise<Result<string, SubmissionError>> {
  const position = index + 1
  const signature = signatures[index]
  if (signature === undefined) return fail('SUBMISSION_SIGNATURE_BAD', { position })
  const header = readHeader(signature)
  if (!header.ok) return header
  const { kid, key } = await keyOf(header.value.jwk)
  if (kid !== header.value.kid) return fail('SUBMISSION_KEY_MISMATCH', { position })
  const stands = await standsInItsPlace(header.value, signatures.slice(0, index))
  const isSound = stands && key !== undefined && (await isSigned(key, payload, signature))
  return isSound ? ok(kid) : fail('SUBMISSION_SIGNATURE_BAD', { position })
}

async function verifySignatures(
  envelope: Envelope,
  keyOf: SignerKeys,
): Promise<Result<readonly string[], SubmissionError>> {
  const signers: string[] = []
  for (const index of envelope.signatures.keys()) {
    const signer = await verifySignature(envelope, index, keyOf)
    if (!signer.ok) return signer
    signers.push(signer.value)
  }
  return ok(signers)
}

function readContent(payload: Uint8Array): Result<SubmissionContent, SubmissionError> {
  const text = decodeText(payload, submissionLimits)
  if (!text.ok) return text
  const json = readJson(text.value, submissionLimits)
  if (!json.ok) return json
  // One content, one digest: a payload in another spelling (or with a key twice) was not made by us.
  if (!isCanonical(json.value, text.value)) return fail('SUBMISSION_NOT_CANONICAL', {})
  const content = v.safeParse(submissionContentSchema, json.value)
  return content.success
    ? ok(content.output)
    : fail('SUBMISSION_DAMAGED', { where: v.getDotPath(content.issues[0]) ?? 'payload' })
}

/**
 * Reads and verifies a `.rpu` file: size, depth and keys first, then every signature, then the content. Whoever reads
 * many gives the keys of their signers, so that none is opened again and again.
 */
export async function readSubmission(
  text: string,
  keyOf: SignerKeys = makeSignerKeys(),
): Promise<Result<Submission, SubmissionError>> {
  const json = readJson(text, submissionLimits)
  if (!json.ok) return json
  const envelope = readEnvelope(json.value)
  if (!envelope.ok) return envelope
  const signers = await verifySignatures(envelope.value, keyOf)
  if (!signers.ok) return signers
  const payload = decodeBase64(envelope.value.payload)
  if (!payload.ok) return payload
  const content = readContent(payload.value)
  if (!content.ok) return content
  return ok({ content: content.value, digest: await sha256Hex(payload.value), signers: signers.value, text })
}
