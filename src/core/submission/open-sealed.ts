import { base64url, calculateJwkThumbprint, flattenedDecrypt } from 'jose'
import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { decodeText, readJson, type ReadJsonError } from '#core/record/read-json.ts'
import {
  type SealedEnvelope,
  sealedEnvelopeSchema,
  sealedHeaderSchema,
  sealedLimits,
  sealing,
} from './sealed-submission.ts'
import { sealedSubmissionKind, submissionLimits, type PublicJwk } from './submission.ts'

/** Why a sealed file is not opened. */
export type SealedError =
  | ReadJsonError
  | AppError<'SUBMISSION_NOT_ONE' | 'SEALED_DAMAGED' | 'SEALED_ALGORITHM_REFUSED' | 'SEALED_FOR_OTHERS'>

/** A sealed file as far as everybody can read it. */
export interface SealedOutside {
  readonly envelope: SealedEnvelope
  /** Thumbprints of the keys that can open it. */
  readonly recipients: readonly string[]
}

interface PrivateHalf {
  readonly privateKey: CryptoKey
  readonly publicJwk: PublicJwk
}

const namedAlgorithms = v.object({ recipients: v.array(v.object({ header: v.object({ alg: v.string() }) })) })

function readHeader(text: string): boolean {
  try {
    const decoded = decodeText(base64url.decode(text), sealedLimits)
    const json = decoded.ok ? readJson(decoded.value, sealedLimits) : decoded
    return json.ok && v.is(sealedHeaderSchema, json.value)
  } catch {
    return false
  }
}

/** Reads what is not secret of a sealed file: limits, members, algorithms, recipients. Proves nothing of the inside. */
export function readSealedOutside(text: string): Result<SealedOutside, SealedError> {
  const json = readJson(text, sealedLimits)
  if (!json.ok) return json
  if (!v.is(v.object({ caibao: v.literal(sealedSubmissionKind) }), json.value)) return fail('SUBMISSION_NOT_ONE', {})
  const named = v.safeParse(namedAlgorithms, json.value)
  const foreign = named.success
    ? named.output.recipients.find(({ header }) => header.alg !== sealing.alg)?.header.alg
    : undefined
  if (foreign !== undefined) return fail('SEALED_ALGORITHM_REFUSED', { found: foreign.slice(0, 20) })
  const envelope = v.safeParse(sealedEnvelopeSchema, json.value)
  if (!envelope.success) return fail('SEALED_DAMAGED', { where: v.getDotPath(envelope.issues[0]) ?? '外层' })
  if (!readHeader(envelope.output.protected)) return fail('SEALED_DAMAGED', { where: 'protected' })
  return ok({ envelope: envelope.output, recipients: envelope.output.recipients.map(({ header }) => header.kid) })
}

async function keyFor(
  recipients: readonly string[],
  keys: readonly PrivateHalf[],
): Promise<{ readonly key: PrivateHalf; readonly index: number } | undefined> {
  for (const key of keys) {
    const index = recipients.indexOf(await calculateJwkThumbprint(key.publicJwk, 'sha256'))
    if (index !== -1) return { key, index }
  }
  return undefined
}

/** Opens a sealed file with the first of the keys that fits: the text of the `.rpu` inside, not yet verified. */
export async function openSealed(text: string, keys: readonly PrivateHalf[]): Promise<Result<string, SealedError>> {
  const outside = readSealedOutside(text)
  if (!outside.ok) return outside
  const { envelope, recipients } = outside.value
  const fitting = await keyFor(recipients, keys)
  const recipient = fitting && envelope.recipients[fitting.index]
  if (!fitting || !recipient) return fail('SEALED_FOR_OTHERS', {})
  const { iv, ciphertext, tag } = envelope
  try {
    const { plaintext } = await flattenedDecrypt(
      { protected: envelope.protected, iv, ciphertext, tag, ...recipient },
      fitting.key.privateKey,
      { keyManagementAlgorithms: [sealing.alg], contentEncryptionAlgorithms: [sealing.enc] },
    )
    return decodeText(plaintext, submissionLimits)
  } catch {
    return fail('SEALED_DAMAGED', { where: 'ciphertext' })
  }
}
