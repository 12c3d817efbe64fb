import { fail, ok, type Result } from '#core/errors/result.ts'
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  openInvitation,
  revokeInvitation as revokeInvitationEndpoint,
} from '#core/sync/accounts.ts'
import type { Endpoint } from '#core/sync/endpoint.ts'
import { guardedAttempt } from '../access/guarded-attempt.ts'
import { hashPassword } from '../access/passwords.ts'
import { isStillInScope } from '../access/scope.ts'
import { startSession } from '../access/start-session.ts'
import type { AccountRow } from '../store/account-row.ts'
import { accountById, addAccount, resetPassword } from '../store/accounts.ts'
import { readRole } from '../store/account-row.ts'
import type { Writer } from '../store/database.ts'
import {
  addInvitation,
  invitationById,
  invitationOf,
  type InvitationRow,
  invitationsOf,
  openInvitationOf,
  revokeInvitation,
  revokeMadeBy,
  useInvitation,
} from '../store/invitations.ts'
import { appendToLog } from '../store/append-to-log.ts'
import { holdLog } from '../store/log.ts'
import { orgById } from '../store/org-tree.ts'
import { type Call, route, type StaffCaller } from './route.ts'
import { staffRoute } from './staff-route.ts'

interface CodeCall extends Pick<Call<Endpoint>, 'header' | 'client' | 'setCookie' | 'services'> {
  readonly body: { readonly code: string }
}

/** The invitation of a code, guarded like a password. */
function proveCode(call: CodeCall): Promise<Result<InvitationRow>> {
  const { store, now } = call.services
  const keys = [{ kind: 'code', value: call.client.address }] as const
  return guardedAttempt({ store, now, keys, call }, async () => {
    const found = await openInvitationOf(store.reader, call.body.code, now())
    return found && found.kind !== 'setup' ? ok(found) : fail('CODE_REFUSED', {})
  })
}

/** The account an invitation makes, or the one whose password it sets anew. */
async function accountFrom(
  writer: Writer,
  { row, loginName, passwordHash, now }: { row: InvitationRow; loginName: string; passwordHash: string; now: number },
): Promise<AccountRow | undefined> {
  if (row.account_id === null) {
    const { display_name: displayName, org_id: orgId } = row
    const role = readRole(row.role)
    return orgId === null ? undefined : addAccount(writer, { loginName, displayName, orgId, role, passwordHash }, now)
  }
  await resetPassword(writer, row.account_id, passwordHash)
  return accountById(writer, row.account_id)
}

type AcceptCall = Call<typeof acceptInvitation>

class NameTaken extends Error {}

async function accept(writer: Writer, call: AcceptCall, made: { row: InvitationRow; passwordHash: string }) {
  const { row, passwordHash } = made
  const now = call.services.now()
  await holdLog(writer)
  if (!(await useInvitation(writer, row.id, now))) return undefined
  if (row.account_id !== null && (await accountById(writer, row.account_id))?.disabled_at !== null) return undefined
  const account = await accountFrom(writer, { row, loginName: call.body.loginName ?? '', passwordHash, now })
  // The code stays good for another name.
  if (!account) throw new NameTaken()
  const facts = { account: account.id, invitation: row.id, role: account.role }
  const isNew = row.account_id === null
  // Whoever had the account before may have offered others a way in.
  const revoked = isNew ? [] : await revokeMadeBy(writer, account.id, now)
  await appendToLog(writer, [
    isNew
      ? { at: now, kind: 'accountAdded', orgId: account.org_id, facts }
      : { at: now, kind: 'passwordReset', orgId: account.org_id, facts: { ...facts, revoked } },
  ])
  return startSession(writer, account, { ...call, now })
}

interface TakingBack {
  readonly invitationId: string
  readonly caller: StaffCaller
  readonly now: number
}

/** Takes an invitation back that nobody used; how it stands then. */
async function takeBack(writer: Writer, { invitationId, caller, now }: TakingBack): Promise<InvitationRow | undefined> {
  await holdLog(writer)
  const orgId = (await invitationById(writer, invitationId))?.org_id ?? ''
  if (!(await isStillInScope([orgId], caller, writer))) return undefined
  if (await revokeInvitation(writer, invitationId, now)) {
    const facts = { by: caller.accountId, invitation: invitationId }
    await appendToLog(writer, [{ at: now, kind: 'invitationRevoked', orgId, facts }])
  }
  return invitationById(writer, invitationId)
}

/** `/invitations`: colleagues are invited by a code; no password is ever sent. */
export const invitationsRoutes = [
  staffRoute(
    createInvitation,
    ({ body }) => [body.orgId],
    async ({ body, caller, services: { store, now } }) => {
      const offered = await store.write(async (writer) => {
        await holdLog(writer)
        if (!(await isStillInScope([body.orgId], caller, writer))) return undefined
        const made = await addInvitation(writer, {
          ...body,
          kind: 'invite',
          accountId: null,
          createdBy: caller.accountId,
          now: now(),
        })
        const facts = { by: caller.accountId, invitation: made.row.id, role: body.role }
        await appendToLog(writer, [{ at: now(), kind: 'invited', orgId: body.orgId, facts }])
        return made
      })
      return offered
        ? ok({ invitation: invitationOf(offered.row), code: offered.code })
        : fail('SERVER_ADDRESS_UNKNOWN', {})
    },
  ),
  staffRoute(
    listInvitations,
    ({ query }) => [query.orgId],
    async ({ query, services: { store, now } }) =>
      ok({ items: (await invitationsOf(store.reader, query.orgId, now())).map(invitationOf) }),
  ),
  staffRoute(
    revokeInvitationEndpoint,
    async ({ params, services: { store } }) => {
      const row = await invitationById(store.reader, params.invitationId)
      return row?.org_id === undefined || row.org_id === null ? undefined : [row.org_id]
    },
    async ({ params: { invitationId }, caller, services: { store, now } }) => {
      const row = await store.write((writer) => takeBack(writer, { invitationId, caller, now: now() }))
      if (!row) return fail('SERVER_ADDRESS_UNKNOWN', {})
      // Used in the meantime: it opened an account, and that is there.
      return row.revoked_at === null ? fail('SERVER_CONFLICT', { where: 'used' }) : ok({ revokedAt: row.revoked_at })
    },
  ),
  route(openInvitation, async (call) => {
    const row = await proveCode(call)
    if (!row.ok) return row
    const { store } = call.services
    const { org_id, account_id, kind, display_name, role, expires_at } = row.value
    const org = await orgById(store.reader, org_id ?? '')
    if (!org) return fail('CODE_REFUSED', {})
    const account = account_id === null ? undefined : await accountById(store.reader, account_id)
    return ok({
      kind: kind === 'reset' ? 'reset' : 'invite',
      orgName: org.name,
      displayName: display_name,
      role: readRole(role),
      loginName: account?.login_name ?? null,
      expiresAt: expires_at,
    })
  }),
  route(acceptInvitation, async (call) => {
    const row = await proveCode(call)
    if (!row.ok) return row
    if (row.value.account_id === null && call.body.loginName === undefined)
      return fail('SERVER_REQUEST_BAD', { where: 'body.loginName' })
    const made = { row: row.value, passwordHash: await hashPassword(call.body.password) }
    try {
      const session = await call.services.store.write((writer) => accept(writer, call, made))
      return session ? ok(session) : fail('CODE_REFUSED', {})
    } catch (cause) {
      if (cause instanceof NameTaken) return fail('LOGIN_NAME_TAKEN', {})
      throw cause
    }
  }),
]
