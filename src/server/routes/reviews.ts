import { fail, ok } from '#core/errors/result.ts'
import { pushReviewEvents } from '#core/sync/replication.ts'
import { ifStillInScope } from '../access/scope.ts'
import { pushEvents } from '../store/push-events.ts'
import { staffRoute } from './staff-route.ts'

/** `/reviews`: steps of review come in. */
export const reviewsRoutes = [
  staffRoute(
    pushReviewEvents,
    ({ body }) => [body.orgId],
    async ({ body: { orgId, events }, caller, services: { store, now } }) => {
      const { accountId, role } = caller
      const push = { orgId, events, accountId, role, now: now() }
      const items = await store.write((writer) =>
        ifStillInScope(writer, { concerns: [orgId], caller }, () => pushEvents(writer, push)),
      )
      return items ? ok({ items }) : fail('SERVER_ADDRESS_UNKNOWN', {})
    },
  ),
]
