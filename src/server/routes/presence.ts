import { ok } from '#core/errors/result.ts'
import { announcePresence } from '#core/sync/replication.ts'
import { notePresence } from '../store/presence.ts'
import { staffRoute } from './staff-route.ts'

/** `/presence`: who else looks at a case. */
export const presenceRoutes = [
  staffRoute(
    announcePresence,
    ({ body }) => [body.orgId],
    async ({ body, caller: { accountId }, services: { store, now } }) =>
      ok({ others: await store.write((writer) => notePresence(writer, { ...body, accountId, now: now() })) }),
  ),
]
