import type { Context } from 'hono'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Endpoint } from '#core/sync/endpoint.ts'
import type { CallerOf, Services } from '../routes/route.ts'

/** Who calls, when it is someone whom the endpoint admits. The only place where that is decided. */
export async function callerOf<E extends Endpoint>(
  _context: Context,
  { access }: E,
  _services: Services,
): Promise<Result<CallerOf<E['access']> | undefined>> {
  return access === 'public' ? ok(undefined) : fail('SERVER_FORBIDDEN', {})
}
