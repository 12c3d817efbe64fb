import { fail, ok } from '#core/errors/result.ts'
import { changeOrg, createOrg, importOrgs as importOrgsEndpoint } from '#core/sync/org-changes.ts'
import { listOrgs } from '#core/sync/orgs.ts'
import { ownOnly } from '../access/scope.ts'
import type { Writer } from '../store/database.ts'
import { importOrgs, ImportRefused } from '../store/import-orgs.ts'
import { appendToLog } from '../store/append-to-log.ts'
import { holdLog } from '../store/log.ts'
import {
  addOrg,
  isWithin,
  moveOrg,
  orgByCode,
  orgById,
  orgOf,
  orgPage,
  type OrgRow,
  renameOrg,
} from '../store/org-tree.ts'
import type { Call } from './route.ts'
import { staffRoute } from './staff-route.ts'

const pageSize = 500

type ChangeCall = Call<typeof changeOrg>

/** Renames or moves, with how it was in the log; nothing when the move leads below itself. */
async function change(writer: Writer, { params: { orgId }, body, caller, services }: ChangeCall) {
  await holdLog(writer)
  const before = await orgById(writer, orgId)
  if (!before) return undefined
  const parent = body.parentId === undefined ? undefined : await orgById(writer, body.parentId)
  if (parent && isWithin(parent.path, before.path)) return undefined
  if (body.name !== undefined) await renameOrg(writer, orgId, body.name)
  if (parent) await moveOrg(writer, before, parent)
  const after = await orgById(writer, orgId)
  const facts = {
    by: caller.accountId,
    from: { name: before.name, parent: before.parent_id ?? '' },
    to: { name: after?.name ?? '', parent: after?.parent_id ?? '' },
  }
  await appendToLog(writer, [{ at: services.now(), kind: 'orgChanged', orgId, facts }])
  return after
}

const shown = (row: OrgRow | undefined) => (row ? ok(orgOf(row)) : fail('ORG_MOVE_REFUSED', {}))

/** `/orgs`: the tree. */
export const orgsRoutes = [
  staffRoute(
    listOrgs,
    ({ query: { under } }) => (under === undefined ? ownOnly() : [under]),
    async ({ query: { under, after }, caller, services: { store } }) => {
      const items = await orgPage(store.reader, { scope: caller.orgPath, under, after, limit: pageSize })
      return ok({ items: items.map(orgOf), next: items.length === pageSize ? (items.at(-1)?.id ?? null) : null })
    },
  ),
  staffRoute(
    createOrg,
    ({ body }) => [body.parentId],
    async ({ body: { parentId, ...wanted }, caller, services: { store, now } }) => {
      const row = await store.write(async (writer) => {
        await holdLog(writer)
        const parent = await orgById(writer, parentId)
        if (!parent || (await orgByCode(writer, wanted.orgCode, caller.orgPath))) return undefined
        const org = await addOrg(writer, wanted, { parent, now: now() })
        const facts = { by: caller.accountId, parent: parentId }
        await appendToLog(writer, [{ at: now(), kind: 'orgAdded', orgId: org.id, facts }])
        return org
      })
      return row ? ok(orgOf(row)) : fail('ORG_CODE_TAKEN', { orgCode: wanted.orgCode })
    },
  ),
  staffRoute(
    changeOrg,
    ({ params, body }) => [params.orgId, ...(body.parentId === undefined ? [] : [body.parentId])],
    async (call) => {
      // Who may move their own organisation would choose who is above them.
      if (call.body.parentId !== undefined && call.params.orgId === call.caller.orgId)
        return fail('ORG_MOVE_REFUSED', {})
      return shown(await call.services.store.write((writer) => change(writer, call)))
    },
  ),
  staffRoute(
    importOrgsEndpoint,
    ({ body }) => [body.under],
    async ({ body, caller: { accountId }, services: { store, now } }) => {
      const top = await orgById(store.reader, body.under)
      if (!top) return fail('SERVER_ADDRESS_UNKNOWN', {})
      try {
        return ok(await store.write((writer) => importOrgs(writer, { top, rows: body.rows, accountId, now: now() })))
      } catch (cause) {
        if (!(cause instanceof ImportRefused)) throw cause
        return fail('ORG_IMPORT_REFUSED', { row: cause.row, why: cause.why })
      }
    },
  ),
]
