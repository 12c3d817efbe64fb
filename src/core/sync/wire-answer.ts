import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { isErrorCode } from '#core/errors/messages.zh-CN.ts'
import { fail, ok } from '#core/errors/result.ts'
import { readJson } from '#core/record/read-json.ts'
import { type ErrorAnswer, errorAnswerSchema } from './wire.ts'

/** What came back over the wire, whoever sent it: the server, a proxy, the login page of a hotel. */
export type WireAnswer =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly text: string
      /** The body, where bytes were asked for and came. */
      readonly bytes?: Uint8Array<ArrayBuffer>
      readonly retryAfterSeconds?: number
    }
  /** Nothing whole came back; what was sent may have arrived all the same. */
  | { readonly kind: 'failed'; readonly why: 'offline' | 'timeout' | 'cut' | 'tooLarge' }

/** What is to be done about an answer that is no success. */
export type Remedy = 'retry' | 'needsPerson' | 'quarantine'

/** An answer that is no success: what to do, and what to tell. */
export interface Refusal {
  readonly ok: false
  readonly remedy: Remedy
  readonly error: AppError
  /** The server's own word when to come again. */
  readonly retryAfterSeconds?: number
}

/** The value of an answer, or what to do about any other. */
export type Answered<T> = { readonly ok: true; readonly value: T } | Refusal

/** A refusal made here, not by the server. */
export const refuse = (remedy: Remedy, { error }: { readonly error: AppError }): Refusal => ({
  ok: false,
  remedy,
  error,
})

/**
 * Largest answer that is read. A page of changes holds at least one file, however large: a sealed one of 6 MiB that is
 * nearly all line breaks takes twice that in JSON.
 */
export const largestAnswerBytes = 14 * 1_048_576

const answerLimits = { sizeBytes: largestAnswerBytes, depth: 16 } as const

const smallestServerFault = 500
// Request Timeout, Too Early, Too Many Requests: nothing is wrong with what was sent.
const passing: ReadonlySet<number> = new Set([408, 425, 429])
const isPassing = (status: number): boolean => status >= smallestServerFault || passing.has(status)

// What only the person, or their unit, can put right: what was sent is not at fault.
const personal: ReadonlySet<string> = new Set([
  'SERVER_TOKEN_BAD',
  'SERVER_SIGN_IN_NEEDED',
  'SERVER_FORBIDDEN',
  'SERVER_ADDRESS_UNKNOWN',
])
// What the next attempt does by itself, with the server's time or a new signature.
const repeatable: ReadonlySet<string> = new Set(['DEVICE_CLOCK_OFF', 'DEVICE_REQUEST_BAD', 'SERVER_BUSY'])

/** The error the server names; a code of another version is told as one that is not known here. */
export function errorOf({ code, params }: ErrorAnswer, status: number): AppError {
  if (!isErrorCode(code)) return fail('SERVER_ANSWER_UNKNOWN', { code, status }).error
  // The code was checked; parameters of another version print oddly at worst.
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return { code, params } as unknown as AppError
}

function errorIn(text: string, status: number): AppError | undefined {
  const json = readJson(text, answerLimits)
  const parsed = v.safeParse(errorAnswerSchema, json.ok ? json.value : undefined)
  return parsed.success ? errorOf(parsed.output, status) : undefined
}

function remedyFor({ code }: AppError, status: number): Remedy {
  if (isPassing(status) || repeatable.has(code)) return 'retry'
  return personal.has(code) ? 'needsPerson' : 'quarantine'
}

/**
 * The value of a successful answer, or what to do about any other. Only a word of the server's own condemns what was
 * sent: a page of somebody in between, whatever its status, is a reason to come again.
 */
export function readWireAnswer<T>(answer: WireAnswer, schema: v.GenericSchema<unknown, T>): Answered<T> {
  if (answer.kind === 'failed') {
    return refuse('retry', fail('DELIVERY_NO_CONNECTION', { why: answer.why }))
  }
  const { status, text, bytes, retryAfterSeconds } = answer
  const later = retryAfterSeconds === undefined ? {} : { retryAfterSeconds }
  if (status >= 200 && status < 300) {
    const json = bytes ? ok(bytes) : readJson(text, answerLimits)
    const parsed = v.safeParse(schema, json.ok ? json.value : undefined)
    if (parsed.success) return ok(parsed.output)
    return refuse('retry', fail('DELIVERY_ANSWER_FOREIGN', { status }))
  }
  const error = errorIn(text, status)
  if (error) return { ok: false, remedy: remedyFor(error, status), error, ...later }
  const foreign = isPassing(status) ? fail('SERVER_FAILED', {}) : fail('DELIVERY_ANSWER_FOREIGN', { status })
  return { ok: false, remedy: 'retry', error: foreign.error, ...later }
}
