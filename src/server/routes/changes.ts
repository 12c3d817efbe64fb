import { ok } from '#core/errors/result.ts'
import { listChanges } from '#core/sync/replication.ts'
import { changesAfter } from '../store/changes.ts'
import { orgById } from '../store/org-tree.ts'
import { staffRoute } from './staff-route.ts'

const usualLimit = 100

/** `/changes`: what happened in an organisation, page by page. */
export const changesRoutes = [
  staffRoute(
    listChanges,
    ({ query }) => [query.orgId],
    async ({ query: { orgId, after, limit = usualLimit, below }, services: { store } }) => {
      const path = below === '1' ? (await orgById(store.reader, orgId))?.path : undefined
      return ok(await changesAfter(store.reader, { orgId, after, limit, ...(path !== undefined && { below: path }) }))
    },
  ),
]
