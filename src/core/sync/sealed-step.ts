import { compactDecrypt, CompactEncrypt } from 'jose'
import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { decodeText, readJson } from '#core/record/read-json.ts'
import { type ReviewEvent, reviewEventSchema, type ReviewStep } from '#core/review/review-event.ts'
import { sealedStepLongest } from './pushed-step.ts'
import type { PushedEvent } from './replication.ts'
import type { ToldRank } from './standing-signers.ts'
import { thumbprint } from './wire.ts'
import { blindCaseId, type UnitSecret } from './unit-secret.ts'

const algorithms = { alg: 'dir', enc: 'A256GCM', typ: 'caibao-step+jwe' } as const
const limits = { sizeBytes: sealedStepLongest, depth: 10 } as const
// Base64url of a slip, the step beside it and the seal stay below the limit of the content.
const longestSlip = 150_000

const { sequence: _sequence, ...told } = reviewEventSchema.entries
const insideSchema = v.strictObject({
  event: v.strictObject(told),
  /** The return slip a step speaks of, so that colleagues can show and print it. */
  slip: v.exactOptional(v.string()),
})

/** A step of another device of the unit, opened. */
export interface OpenedStep {
  readonly event: ReviewEvent
  readonly slip?: string
}

/** What goes with a step. */
interface AboutStep {
  /** The return slip it speaks of. */
  readonly slip?: string | undefined
  /** By whose key the revision was signed that it speaks of (`standing-signers.ts`). */
  readonly signer?: string | undefined
  /** Which of two arrivals is newer, and whether a choice is between two people, as the server is to see it (same place). */
  readonly rank?: ToldRank | undefined
}

const rankOf = ({ revision, corrections = 0 }: Extract<ReviewStep, { kind: 'received' }>): ToldRank => ({
  revision,
  corrections,
})

/** A step as it travels: the server sees its kind, its place, which payload it speaks of, and by whose key that is. */
export async function sealStep(
  event: ReviewEvent,
  secret: UnitSecret,
  { slip, signer, rank }: AboutStep = {},
): Promise<PushedEvent> {
  const { sequence, ...inside } = event
  const { id, caseId, at, by, step } = inside
  const carried = slip !== undefined && slip.length <= longestSlip ? { slip } : {}
  const content = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify({ event: inside, ...carried })))
    .setProtectedHeader(algorithms)
    .encrypt(secret.sealing)
  const device = step.kind === 'received' ? step.signer : signer
  const sealed = {
    kind: 'sealed',
    as: step.kind,
    ...('digest' in step && { digest: step.digest }),
    ...(step.kind === 'received' ? (rank ?? rankOf(step)) : rank),
    ...(v.is(thumbprint, device) && { device }),
    content,
  } as const
  return { id, caseId: await blindCaseId(secret, caseId), sequence, at, by, step: sealed }
}

const unreadable = fail('SYNC_STEP_UNREADABLE', {})

type Inside = v.InferOutput<typeof insideSchema>

async function openWith(content: string, key: CryptoKey): Promise<Inside | undefined> {
  try {
    const { plaintext } = await compactDecrypt(content, key, {
      keyManagementAlgorithms: [algorithms.alg],
      contentEncryptionAlgorithms: [algorithms.enc],
    })
    const text = decodeText(plaintext, limits)
    const json = text.ok ? readJson(text.value, limits) : text
    const parsed = v.safeParse(insideSchema, json.ok ? json.value : undefined)
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/** What is inside, with the first key of the unit that opens it. */
async function openContent(content: string, { opening }: UnitSecret): Promise<Inside | undefined> {
  for (const key of opening) {
    const inside = await openWith(content, key)
    if (inside) return inside
  }
  return undefined
}

/** Opens a step; refused when it does not come from a device of the unit, or what stands outside is not what is inside. */
export async function openStep(
  { id, caseId, sequence, step }: PushedEvent,
  secret: UnitSecret,
): Promise<Result<OpenedStep, AppError<'SYNC_STEP_UNREADABLE'>>> {
  const inside = step.kind === 'sealed' ? await openContent(step.content, secret) : undefined
  if (step.kind !== 'sealed' || !inside) return unreadable
  const { event, slip } = inside
  const digest = 'digest' in event.step ? event.step.digest : undefined
  const isSame = event.id === id && event.step.kind === step.as && digest === step.digest
  if (!isSame || (await blindCaseId(secret, event.caseId)) !== caseId) return unreadable
  return ok({ event: { ...event, sequence }, ...(slip !== undefined && { slip }) })
}
