import type { Context } from 'hono'
import { callingClient } from '../access/client.ts'
import { sendError } from '../error-answer.ts'
import type { Services } from '../routes/route.ts'

/** What is counted by itself: who looks whether the server is ready is not kept from it by those who work with it. */
type Counted = 'interface' | 'readiness'

/** Counts that somebody asks; who did so too often gets this answer, with when to come again. */
export function refuseTooOften(context: Context, services: Services, counted: Counted): Response | undefined {
  const retryAfterSeconds = services.rate.take(`${counted} ${callingClient(context, services).address}`)
  return retryAfterSeconds > 0 ? sendError(context, { code: 'SERVER_BUSY', params: { retryAfterSeconds } }) : undefined
}
