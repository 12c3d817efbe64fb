import { fail, ok, type Result } from '#core/errors/result.ts'
import {
  beginPackUpload,
  completePackUpload,
  getPackChunk,
  getPackUpload,
  listHalfwayPacks,
  listSentPacks,
  putPackChunk,
} from '#core/sync/pack-uploads.ts'
import { type Concern, isStillInScope } from '../access/scope.ts'
import { takePackIn } from '../packs/take-pack-in.ts'
import type { Writer } from '../store/database.ts'
import {
  beginPack,
  chunkAt,
  chunkCount,
  chunkLength,
  packById,
  type PackRow,
  putChunk,
  uploadOf,
} from '../store/packs.ts'
import { halfwayPacks, sentPacks } from '../store/sent-packs.ts'
import type { Store } from '../store/store.ts'
import { staffRoute } from './staff-route.ts'

interface PackCall {
  readonly params: { readonly packId: string }
  readonly services: { readonly store: Store }
}

/** Whose a pack is: of the organisation it goes to, and of the one it came from. */
async function packConcerns({ params: { packId }, services: { store } }: PackCall) {
  const pack = await packById(store.reader, packId)
  return pack && [{ anyOf: [pack.org_id, pack.from_org_id] }]
}

/**
 * Whose a pack is that still comes: it goes to who stands above its unit now. One of a unit that was moved meanwhile
 * must not be laid open where it stood; its next run begins anew, above.
 */
const concernsOfComing = ({ org_id, from_org_id }: PackRow): readonly Concern[] => [
  { anyOf: [org_id], orReportedTo: true },
  from_org_id,
]

async function comingConcerns(call: PackCall) {
  const pack = await packById(call.services.store.reader, call.params.packId)
  return pack?.completed_at === null ? concernsOfComing(pack) : packConcerns(call)
}

/** The organisation that is asked about; without a word the caller's own. */
const senderConcerns = ({ query: { orgId } }: { readonly query: { readonly orgId?: string } }) =>
  orgId === undefined ? [] : [orgId]

async function standing({ params: { packId }, services: { store } }: PackCall): Promise<Result<PackRow>> {
  const pack = await packById(store.reader, packId)
  return pack ? ok(pack) : fail('SERVER_ADDRESS_UNKNOWN', {})
}

/** `/packs`: 上报包 in pieces, taken over as a whole or not at all. */
export const packsRoutes = [
  staffRoute(
    beginPackUpload,
    ({ body: { orgId, fromOrgId } }) => [{ anyOf: [orgId], orReportedTo: true }, ...(fromOrgId ? [fromOrgId] : [])],
    async ({ body, caller: { accountId, orgId: ownOrgId }, services: { store, now } }) => {
      const facts = { fromOrgId: ownOrgId, ...body, accountId, now: now() }
      const pack = await store.write((writer) => beginPack(writer, facts))
      if (pack.size_bytes !== body.sizeBytes) return fail('SERVER_REQUEST_BAD', { where: 'body.sizeBytes' })
      return ok(await uploadOf(store.reader, pack))
    },
  ),
  staffRoute(listSentPacks, senderConcerns, async ({ query, caller, services: { store } }) =>
    ok({ items: await sentPacks(store.reader, query.orgId ?? caller.orgId) }),
  ),
  staffRoute(listHalfwayPacks, senderConcerns, async ({ query, caller, services: { store, now } }) =>
    ok({ items: await halfwayPacks(store.reader, query.orgId ?? caller.orgId, now()) }),
  ),
  staffRoute(getPackUpload, packConcerns, async (call) => {
    const pack = await standing(call)
    return pack.ok ? ok(await uploadOf(call.services.store.reader, pack.value)) : pack
  }),
  staffRoute(putPackChunk, comingConcerns, async (call) => {
    const pack = await standing(call)
    if (!pack.ok) return pack
    const { params, body, services } = call
    const { id, size_bytes } = pack.value
    const isFitting = params.index < chunkCount(size_bytes) && body.byteLength === chunkLength(size_bytes, params.index)
    if (!isFitting) return fail('SERVER_REQUEST_BAD', { where: 'body' })
    await services.store.write((writer) => putChunk(writer, id, params.index, body))
    return ok(await uploadOf(services.store.reader, pack.value))
  }),
  staffRoute(getPackChunk, packConcerns, async (call) => {
    const pack = await standing(call)
    if (!pack.ok) return pack
    const { query, params, services } = call
    const bytes = await chunkAt(services.store.reader, pack.value.id, params.index, query)
    const isWanted = query.of === undefined || query.of === pack.value.digest
    const isThere = bytes !== undefined && pack.value.completed_at !== null
    return isThere && isWanted ? ok(new Uint8Array(bytes)) : fail('SERVER_ADDRESS_UNKNOWN', {})
  }),
  staffRoute(completePackUpload, comingConcerns, async (call) => {
    const pack = await standing(call)
    if (!pack.ok) return pack
    const { caller, services } = call
    const { store, now } = services
    const isOpen = pack.value.completed_at === null
    const intake = {
      store,
      now,
      scope: caller.orgPath,
      isStillInScope: (writer: Writer, unitOrgId: string) =>
        isStillInScope([...concernsOfComing(pack.value), unitOrgId], caller, writer),
    }
    const taken = isOpen ? await takePackIn(pack.value, intake) : pack
    if (!taken.ok) return taken
    const { position, people } = taken.value
    return ok({ pack: await uploadOf(store.reader, taken.value), position: position ?? 0, people: people ?? 0 })
  }),
]
