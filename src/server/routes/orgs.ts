import { fail, ok, type Result } from '#core/errors/result.ts'
import { changeOrg, createOrg, importOrgs as importOrgsEndpoint } from '#core/sync/org-changes.ts'
import { getOrg, listOrgs, type Org } from '#core/sync/orgs.ts'
import { isStillInScope, ownOnly } from '../access/scope.ts'
import type { Writer } from '../store/database.ts'
import { type ImportOutcome, importOrgs, ImportRefused } from '../store/import-orgs.ts'
import { appendToLog } from '../store/append-to-log.ts'
import { holdLog } from '../store/log.ts'
import {
  addOrg,
  correctOrg,
  isOrgCodeTaken,
  isWithin,
  moveOrg,
  orgById,
  orgOf,
  orgPage,
  type OrgRow,
} from '../store/org-tree.ts'
import type { Call } from './route.ts'
import { staffRoute } from './staff-route.ts'

const pageSize = 500

type ChangeCall = Call<typeof changeOrg>

const foreign = fail('SERVER_ADDRESS_UNKNOWN', {})

/** Organisations a change of an organisation touches. */
const touchedBy = ({ params, body }: Pick<ChangeCall, 'params' | 'body'>): readonly string[] => [
  params.orgId,
  ...(body.parentId === undefined ? [] : [body.parentId]),
]

interface Standing {
  readonly before: OrgRow
  readonly parent: OrgRow | undefined
}

/** What a change starts from, where nobody else changes it; not when it would lead below itself, or to a code twice. */
async function standingOf(writer: Writer, call: ChangeCall): Promise<Result<Standing>> {
  const { params, body, caller } = call
  if (!(await isStillInScope(touchedBy(call), caller, writer))) return foreign
  const before = await orgById(writer, params.orgId)
  const parent = body.parentId === undefined ? undefined : await orgById(writer, body.parentId)
  if (!before) return foreign
  if (parent && isWithin(parent.path, before.path)) return fail('ORG_MOVE_REFUSED', {})
  const { orgCode = before.org_code } = body
  const isOther = orgCode !== before.org_code
  return isOther && (await isOrgCodeTaken(writer, orgCode))
    ? fail('ORG_CODE_TAKEN', { orgCode })
    : ok({ before, parent })
}

/** An organisation as the log keeps it when it is changed. */
const kept = ({ name, org_code: orgCode, division, level, parent_id: parent }: OrgRow) => ({
  name,
  orgCode,
  division,
  level,
  parent: parent ?? '',
})

/** Renames, corrects code, division or level, or moves, with how it was in the log. */
async function change(writer: Writer, call: ChangeCall): Promise<Result<Org>> {
  const { params, body, caller, services } = call
  const { orgId } = params
  await holdLog(writer)
  const standing = await standingOf(writer, call)
  if (!standing.ok) return standing
  const { before, parent } = standing.value
  const { name = before.name, orgCode = before.org_code, division = before.division, level = before.level } = body
  await correctOrg(writer, orgId, { name, orgCode, division, level })
  if (parent) await moveOrg(writer, before, parent)
  const after = (await orgById(writer, orgId)) ?? before
  const facts = {
    by: caller.accountId,
    from: kept(before),
    to: kept(after),
  }
  await appendToLog(writer, [{ at: services.now(), kind: 'orgChanged', orgId, facts }])
  return ok(orgOf(after))
}

type ImportCall = Call<typeof importOrgsEndpoint>

/** Imports under an organisation that is still the caller's to change. */
async function importList(writer: Writer, { body, caller, services }: ImportCall): Promise<Result<ImportOutcome>> {
  await holdLog(writer)
  const top = (await isStillInScope([body.under], caller, writer)) ? await orgById(writer, body.under) : undefined
  if (!top) return foreign
  const { accountId, orgId } = caller
  const scope = (await orgById(writer, orgId))?.path ?? top.path
  return ok(await importOrgs(writer, { top, scope, rows: body.rows, accountId, now: services.now() }))
}

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
    getOrg,
    ({ params }) => [params.orgId],
    async ({ params, services: { store } }) => {
      const row = await orgById(store.reader, params.orgId)
      return row ? ok(orgOf(row)) : foreign
    },
  ),
  staffRoute(
    createOrg,
    ({ body }) => [body.parentId],
    async ({ body: { parentId, ...wanted }, caller, services: { store, now } }) => {
      return store.write(async (writer): Promise<Result<Org>> => {
        await holdLog(writer)
        if (!(await isStillInScope([parentId], caller, writer))) return foreign
        const parent = await orgById(writer, parentId)
        // Also where the caller sees nothing: that the code is taken is told, not by whom.
        if (!parent || (await isOrgCodeTaken(writer, wanted.orgCode)))
          return fail('ORG_CODE_TAKEN', { orgCode: wanted.orgCode })
        const org = await addOrg(writer, wanted, { parent, now: now() })
        const facts = { by: caller.accountId, parent: parentId }
        await appendToLog(writer, [{ at: now(), kind: 'orgAdded', orgId: org.id, facts }])
        return ok(orgOf(org))
      })
    },
  ),
  staffRoute(changeOrg, touchedBy, async (call) => {
    const { body, params, caller } = call
    const isOwn = params.orgId === caller.orgId
    // Who may move their own organisation would choose who is above them.
    if (body.parentId !== undefined && isOwn) return fail('ORG_MOVE_REFUSED', {})
    // By its code packs find their unit. What one answers for is for the level above to say, if there is one.
    const isSaidAbove = [body.orgCode, body.division, body.level].some((said) => said !== undefined)
    if (isSaidAbove && isOwn && caller.orgPath !== `/${caller.orgId}/`) return fail('SERVER_FORBIDDEN', {})
    return call.services.store.write((writer) => change(writer, call))
  }),
  staffRoute(
    importOrgsEndpoint,
    ({ body }) => [body.under],
    async (call) => {
      try {
        return await call.services.store.write((writer) => importList(writer, call))
      } catch (cause) {
        if (!(cause instanceof ImportRefused)) throw cause
        return fail('ORG_IMPORT_REFUSED', { row: cause.row, why: cause.why })
      }
    },
  ),
]
