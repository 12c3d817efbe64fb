import canonicalize from 'canonicalize'
import { base64url } from 'jose'
import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { decodeText, readJson, type ReadJsonError } from '#core/record/read-json.ts'
import { type FileCrypto, webFileCrypto } from './file-crypto.ts'
import { isCanonical } from './is-canonical.ts'
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

function decodeBase64(text: string, { decode }: FileCrypto): Result<Uint8Array<ArrayBuffer>, SubmissionError> {
  try {
    return ok(decode(text))
  } catch {
    return fail('SUBMISSION_DAMAGED', { where: 'base64url' })
  }
}

function readHeader(signature: Signature, by: FileCrypto): Result<Header, SubmissionError> {
  const bytes = decodeBase64(signature.protected, by)
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

async function verifySignature(
  envelope: Envelope,
  index: number,
  by: FileCrypto,
): Promise<Result<string, SubmissionError>> {
  const position = index + 1
  const signature = envelope.signatures[index]
  if (signature === undefined) return fail('SUBMISSION_SIGNATURE_BAD', { position })
  const header = readHeader(signature, by)
  if (!header.ok) return header
  const { jwk, kid } = header.value
  if ((await by.thumbprint(jwk)) !== kid) return fail('SUBMISSION_KEY_MISMATCH', { position })
  if (!(await standsInItsPlace(header.value, envelope.signatures.slice(0, index)))) {
    return fail('SUBMISSION_SIGNATURE_BAD', { position })
  }
  try {
    const isGenuine = await by.verify({ payload: envelope.payload, ...signature }, jwk)
    return isGenuine ? ok(kid) : fail('SUBMISSION_SIGNATURE_BAD', { position })
  } catch {
    return fail('SUBMISSION_SIGNATURE_BAD', { position })
  }
}

async function verifySignatures(
  envelope: Envelope,
  by: FileCrypto,
): Promise<Result<readonly string[], SubmissionError>> {
  const signers: string[] = []
  for (const index of envelope.signatures.keys()) {
    const signer = await verifySignature(envelope, index, by)
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

/** Reads and verifies a `.rpu` file: size, depth and keys first, then every signature, then the content. */
export async function readSubmission(
  text: string,
  by: FileCrypto = webFileCrypto,
): Promise<Result<Submission, SubmissionError>> {
  const json = readJson(text, submissionLimits)
  if (!json.ok) return json
  const envelope = readEnvelope(json.value)
  if (!envelope.ok) return envelope
  const signers = await verifySignatures(envelope.value, by)
  if (!signers.ok) return signers
  const payload = decodeBase64(envelope.value.payload, by)
  if (!payload.ok) return payload
  const content = readContent(payload.value)
  if (!content.ok) return content
  return ok({ content: content.value, digest: await by.sha256Hex(payload.value), signers: signers.value, text })
}
