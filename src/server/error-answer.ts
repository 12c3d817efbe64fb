import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppError, ErrorCode } from '#core/errors/error-code.ts'
import type { ErrorAnswer } from '#core/sync/wire.ts'

const statusByCode: Readonly<Partial<Record<ErrorCode, ContentfulStatusCode>>> = {
  FILE_TOO_LARGE: 413,
  SUBMISSION_ERASED: 410,
  RETURN_OVER: 409,
  SERVER_REQUEST_BAD: 400,
  SERVER_ADDRESS_UNKNOWN: 404,
  SERVER_BUSY: 429,
  SIGN_IN_WAIT: 429,
  SERVER_FAILED: 500,
  SERVER_TOKEN_BAD: 401,
  SERVER_SIGN_IN_NEEDED: 401,
  SIGN_IN_REFUSED: 401,
  CODE_REFUSED: 403,
  PASSKEY_REFUSED: 403,
  LOGIN_NAME_TAKEN: 409,
  ORG_CODE_TAKEN: 409,
  ORG_MOVE_REFUSED: 409,
  ERASURE_DISPUTED: 409,
  SERVER_FORBIDDEN: 403,
  SERVER_CONFLICT: 409,
  TASK_TOKENS_FULL: 409,
  SERVER_LOG_OTHER: 409,
  DEVICE_REQUEST_BAD: 401,
  DEVICE_CLOCK_OFF: 401,
}

/** A file that cannot be taken is understood but refused. */
const refused = 422

/** Answers with the code of an error and what its sentence needs; the words are the app's. */
export function sendError(context: Context, { code, params }: AppError): Response {
  if ('retryAfterSeconds' in params) context.header('Retry-After', String(params.retryAfterSeconds))
  const answer: ErrorAnswer = { code, params: { ...params } }
  return context.json(answer, statusByCode[code] ?? refused, { 'Cache-Control': 'no-store' })
}
