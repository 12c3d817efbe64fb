import type { Context } from 'hono'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Endpoint } from '#core/sync/endpoint.ts'
import type { CallerOf, Services } from '../routes/route.ts'
import { callingClient } from './client.ts'
import { staffCallerOf } from './staff-caller.ts'

/** Who calls, when it is someone whom the endpoint admits. The only place where that is decided. */
export async function callerOf<E extends Endpoint>(
  context: Context,
  { access }: E,
  services: Services,
): Promise<Result<CallerOf<E['access']> | undefined>> {
  if (access === 'public') return ok(undefined)
  if (typeof access === 'string') return fail('SERVER_FORBIDDEN', {})
  const header = (name: string): string | undefined => context.req.header(name)
  const request = { method: context.req.method, header, cookies: callingClient(context, services.trustedProxies) }
  const staff = await staffCallerOf(request, access.staff, services)
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- an endpoint of staff has a caller of staff
  return staff as Result<CallerOf<E['access']>>
}
