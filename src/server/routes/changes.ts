import { fail, ok } from '#core/errors/result.ts'
import { listChanges } from '#core/sync/replication.ts'
import { changesAfter } from '../store/changes.ts'
import { goesOnFrom, markAt } from '../store/log-mark.ts'
import { orgById } from '../store/org-tree.ts'
import { staffRoute } from './staff-route.ts'

const usualLimit = 100

/** `/changes`: what happened in an organisation, page by page. */
export const changesRoutes = [
  staffRoute(
    listChanges,
    ({ query }) => [query.orgId],
    async ({ query: { orgId, after, limit = usualLimit, below, mark }, services: { store } }) => {
      if (mark !== undefined && !(await goesOnFrom(store.reader, mark))) return fail('SERVER_LOG_OTHER', {})
      const path = below === '1' ? (await orgById(store.reader, orgId))?.path : undefined
      const page = await changesAfter(store.reader, { orgId, after, limit, ...(path !== undefined && { below: path }) })
      const next = mark === undefined ? undefined : await markAt(store.reader, page.next)
      return ok({ ...page, ...(next !== undefined && { mark: next }) })
    },
  ),
]
