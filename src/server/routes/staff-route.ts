import { fail } from '#core/errors/result.ts'
import type { Endpoint, StaffRole } from '#core/sync/endpoint.ts'
import { checkScope, type Concern } from '../access/scope.ts'
import { type Call, type Route, route, type RouteResult, type StaffCaller } from './route.ts'

type StaffEndpoint = Endpoint & { readonly access: { readonly staff: readonly StaffRole[] } }

/** What a call touches: organisations, or nothing when what it names does not exist. */
type ConcernsOf<E extends StaffEndpoint> = (
  call: Call<E>,
) => readonly Concern[] | Promise<readonly Concern[] | undefined>

const isStaff = (caller: unknown): caller is StaffCaller =>
  typeof caller === 'object' && caller !== null && 'kind' in caller && caller.kind === 'staff'

const scoped = new WeakSet<Route>()

/** Whether a route cannot be answered without its scope being checked. */
export const isScoped = (each: Route): boolean => scoped.has(each)

/** A route of staff: it says which organisations a call touches, and answers only when all of them are in scope. */
export function staffRoute<E extends StaffEndpoint>(
  endpoint: E,
  concernsOf: ConcernsOf<E>,
  handle: (call: Call<E>) => Promise<RouteResult<E>>,
): Route {
  const made = route(endpoint, async (call: Call<E>): Promise<RouteResult<E>> => {
    const { caller, services } = call
    if (!isStaff(caller)) return fail('SERVER_FORBIDDEN', {})
    const concerns = await concernsOf(call)
    if (!concerns) return fail('SERVER_ADDRESS_UNKNOWN', {})
    const scope = await checkScope(concerns, caller, services.store.reader)
    return scope.ok ? handle(call) : scope
  })
  scoped.add(made)
  return made
}
