import { fail, ok } from '#core/errors/result.ts'
import { countUnreadPacks, eraseRecord, findErasable, listErasures } from '#core/sync/erasures.ts'
import { ifStillInScope } from '../access/scope.ts'
import { learnRecords } from '../store/correction-records.ts'
import { eraseRecord as eraseInStore } from '../store/erase.ts'
import { erasureTrace } from '../store/erasure-trace.ts'
import { findByCode } from '../store/find-erasable.ts'
import { unreadPacks } from '../store/unread-packs.ts'
import { staffRoute } from './staff-route.ts'

/** `/erasures`: a person's data goes, its trace stays. */
export const erasuresRoutes = [
  staffRoute(
    eraseRecord,
    ({ body }) => [body.orgId],
    async ({ query, body: { orgId, ...who }, caller, services: { store, now } }) => {
      const order = { who, orgId, by: caller.accountId, now: now() }
      await learnRecords(store)
      const erasing = await store.write((writer) =>
        ifStillInScope(writer, { concerns: [orgId], caller }, () => eraseInStore(writer, order)),
      )
      const { erased, disputed } = erasing ?? { erased: [], disputed: [] }
      if (disputed.length > 0) return fail('ERASURE_DISPUTED', { records: disputed.length })
      if (erased.length === 0) return fail('SERVER_ADDRESS_UNKNOWN', {})
      const isForgotten = await store.forget()
      return ok({
        digests: erased.flatMap(({ digests }) => digests),
        packs: [...new Set(erased.flatMap(({ packs }) => packs))],
        ...(query.waits && { waits: !isForgotten }),
      })
    },
  ),
  staffRoute(
    findErasable,
    ({ query }) => [query.orgId],
    async ({ query: { orgId, code }, services: { store } }) =>
      ok({ items: await findByCode(store.reader, orgId, code) }),
  ),
  staffRoute(
    countUnreadPacks,
    ({ query }) => [query.orgId],
    // Those that a unit above sent further up are no business of its: how many is enough.
    async ({ query: { orgId }, services: { store } }) =>
      ok({ packs: (await unreadPacks(store.reader, [orgId])).length }),
  ),
  staffRoute(
    listErasures,
    ({ query }) => [query.orgId],
    async ({ query: { orgId }, services: { store } }) => ok({ items: await erasureTrace(store.reader, orgId) }),
  ),
]
