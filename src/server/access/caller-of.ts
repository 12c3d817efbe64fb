import type { Context } from 'hono'
import { ok, type Result } from '#core/errors/result.ts'
import type { Endpoint } from '#core/sync/endpoint.ts'
import { getSession } from '#core/sync/staff-session.ts'
import type { Caller, Services } from '../routes/route.ts'
import { callingClient } from './client.ts'
import { deviceCaller } from './device-caller.ts'
import { staffCallerOf } from './staff-caller.ts'
import { taskCaller } from './task-caller.ts'

/** Who calls, when it is someone whom the endpoint admits. The only place where that is decided. */
export async function callerOf(
  context: Context,
  endpoint: Endpoint,
  services: Services,
): Promise<Result<Caller | undefined>> {
  const { access } = endpoint
  if (access === 'public') return ok(undefined)
  if (access === 'task') return taskCaller(context, services)
  if (access === 'device') return deviceCaller(context, services)
  const header = (name: string): string | undefined => context.req.header(name)
  const request = {
    method: context.req.method,
    header,
    cookies: callingClient(context, services),
    asksWho: endpoint === getSession,
  }
  return staffCallerOf(request, access.staff, services)
}
