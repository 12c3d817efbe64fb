import { fail, ok } from '#core/errors/result.ts'
import { getTotals } from '#core/sync/totals.ts'
import { orgById } from '../store/org-tree.ts'
import { totalsOf } from '../store/totals.ts'
import { staffRoute } from './staff-route.ts'

/** `/totals`: how many people stand where, now. */
export const totalsRoutes = [
  staffRoute(
    getTotals,
    ({ query }) => [query.orgId],
    async ({ query: { orgId }, services: { store, now } }) => {
      const org = await orgById(store.reader, orgId)
      if (!org) return fail('SERVER_ADDRESS_UNKNOWN', {})
      return ok(await totalsOf(store.reader, { orgId, path: org.path, now: now() }))
    },
  ),
]
