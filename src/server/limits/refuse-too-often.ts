import type { Context } from 'hono'
import { callingClient } from '../access/client.ts'
import { sendError } from '../error-answer.ts'
import type { Services } from '../routes/route.ts'

/** Counts that somebody asks; who did so too often gets this answer, with when to come again. */
export function refuseTooOften(context: Context, services: Services): Response | undefined {
  const retryAfterSeconds = services.rate.take(callingClient(context, services).address)
  return retryAfterSeconds > 0 ? sendError(context, { code: 'SERVER_BUSY', params: { retryAfterSeconds } }) : undefined
}
