import type { Context } from 'hono'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Endpoint } from '#core/sync/endpoint.ts'
import type { Caller, Services } from '../routes/route.ts'
import { deviceCaller } from './device-caller.ts'
import { taskCaller } from './task-caller.ts'

/** Who calls, when it is someone whom the endpoint admits. The only place where that is decided. */
export async function callerOf(
  context: Context,
  { access }: Endpoint,
  services: Services,
): Promise<Result<Caller | undefined>> {
  if (access === 'public') return ok(undefined)
  if (access === 'task') return taskCaller(context, services)
  if (access === 'device') return deviceCaller(context, services)
  return fail('SERVER_SIGN_IN_NEEDED', {})
}
