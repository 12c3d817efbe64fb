import type { StaffRequest, StaffServer } from '#app/platform/sync-client/staff-server.ts'
import type { AppError, ErrorCode, NoAnswer } from '#core/errors/error-code.ts'
import { fail, type Result } from '#core/errors/result.ts'
import type { AnswerOf, Endpoint } from '#core/sync/endpoint.ts'

/** What somebody waits for: what a press is to do, what a page shows, or what a page shows and asks for again by itself. */
type AwaitedByHand = 'press' | 'page' | 'renewal'

const notAnswered = {
  press: 'PRESS_NOT_ANSWERED',
  page: 'PAGE_NOT_READ',
  renewal: 'PAGE_NOT_RENEWED',
} as const satisfies Record<AwaitedByHand, ErrorCode>

/** Why no answer of the server's own came. */
function noAnswerOf(error: AppError): NoAnswer | undefined {
  if (error.code === 'DELIVERY_NO_CONNECTION') return error.params.why === 'tooLarge' ? 'foreign' : error.params.why
  if (error.code === 'DELIVERY_ANSWER_FOREIGN') return 'foreign'
  if (error.code === 'SERVER_BUSY') return 'busy'
  return error.code === 'SERVER_FAILED' ? 'failed' : undefined
}

/**
 * Why something asked for by hand came to nothing: the sentences of what passes by itself are those of what people hand
 * in, which lies here and is sent again; of this nothing lies here, and nobody asks again but a page that renews itself.
 */
export function whyByHand(error: AppError, what: AwaitedByHand = 'press'): AppError {
  const why = noAnswerOf(error)
  if (why === undefined) return error
  return fail(notAnswered[what], { why }).error
}

/** An answer to what was pressed, as it is told to whoever pressed. */
export const byHand = <T>(answer: Result<T>): Result<T> =>
  answer.ok ? answer : { ok: false, error: whyByHand(answer.error) }

/** Asks the server for somebody who waits at the page: for what it shows, or for what a press is to do. */
export const askingByHand =
  (server: () => Promise<Pick<StaffServer, 'ask'>>) =>
  async <E extends Endpoint>(endpoint: E, request?: StaffRequest): Promise<Result<AnswerOf<E>>> => {
    const answer = await (await server()).ask(endpoint, request)
    if (answer.ok) return answer
    return { ok: false, error: whyByHand(answer.error, endpoint.method === 'GET' ? 'page' : 'press') }
  }
