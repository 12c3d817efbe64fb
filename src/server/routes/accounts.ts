import { fail, ok } from '#core/errors/result.ts'
import { changeAccount as changeAccountEndpoint, createPasswordReset, listAccounts } from '#core/sync/accounts.ts'
import { accountById, accountOf, accountsOfOrg, changeAccount } from '../store/accounts.ts'
import { holdLog } from '../store/log.ts'
import { isStillInScope } from '../access/scope.ts'
import { addInvitation, invitationOf, revokeMadeBy, revokeUnused } from '../store/invitations.ts'
import { appendToLog } from '../store/append-to-log.ts'
import type { Store } from '../store/store.ts'
import { type AccountRow, readRole } from '../store/account-row.ts'
import { staffRoute } from './staff-route.ts'

interface AccountCall {
  readonly params: { readonly accountId: string }
  readonly services: { readonly store: Store }
}

/** The organisation an account is of. */
async function accountConcerns({ params: { accountId }, services: { store } }: AccountCall) {
  const account = await accountById(store.reader, accountId)
  return account && [account.org_id]
}

/** Whether an account was shut out, or is to do other things, or elsewhere, from now on. */
const isGone = (before: AccountRow | undefined, changed: AccountRow): boolean =>
  changed.disabled_at !== null || changed.role !== before?.role || changed.org_id !== before.org_id

/** `/accounts`: colleagues. */
export const accountsRoutes = [
  staffRoute(
    listAccounts,
    ({ query }) => [query.orgId],
    async ({ query, services: { store } }) =>
      ok({ items: (await accountsOfOrg(store.reader, query.orgId)).map(accountOf) }),
  ),
  staffRoute(
    changeAccountEndpoint,
    async (call) => {
      const now = await accountConcerns(call)
      const { orgId } = call.body
      return now && (orgId === undefined ? now : [...now, orgId])
    },
    async ({ params: { accountId }, body, caller, services: { store, now } }) => {
      const { isDisabled, ...change } = body
      // Nobody shuts themselves out, or gives themselves another role.
      const isOwn = accountId === caller.accountId
      if (isOwn && (change.role ?? change.orgId ?? isDisabled) !== undefined)
        return fail('SERVER_CONFLICT', { where: 'own account' })
      const disabledAt = isDisabled === undefined ? {} : { disabledAt: isDisabled ? now() : null }
      const row = await store.write(async (writer) => {
        await holdLog(writer)
        const before = await accountById(writer, accountId)
        const touched = [before?.org_id ?? '', ...(change.orgId === undefined ? [] : [change.orgId])]
        if (!(await isStillInScope(touched, caller, writer))) return undefined
        const changed = await changeAccount(writer, accountId, { ...change, ...disabledAt })
        // Nobody who goes leaves a door open behind them, or comes back by a code of before.
        if (isGone(before, changed)) {
          await revokeMadeBy(writer, accountId, now())
          await revokeUnused(writer, { kind: 'reset', accountId, now: now() })
        }
        const facts = {
          account: accountId,
          by: caller.accountId,
          from: { org: before?.org_id ?? '', role: before?.role ?? '' },
          to: { isDisabled: changed.disabled_at !== null, org: changed.org_id, role: changed.role },
        }
        await appendToLog(writer, [{ at: now(), kind: 'accountChanged', orgId: changed.org_id, facts }])
        return changed
      })
      return row ? ok(accountOf(row)) : fail('SERVER_ADDRESS_UNKNOWN', {})
    },
  ),
  staffRoute(createPasswordReset, accountConcerns, async ({ params: { accountId }, caller, services }) => {
    const { store, now } = services
    const made = await store.write(async (writer) => {
      await holdLog(writer)
      const account = await accountById(writer, accountId)
      if (account?.disabled_at !== null || !(await isStillInScope([account.org_id], caller, writer))) return undefined
      await revokeUnused(writer, { kind: 'reset', accountId, now: now() })
      const { display_name: displayName, org_id: orgId } = account
      const by = { accountId, createdBy: caller.accountId, now: now() }
      const role = readRole(account.role)
      const invitation = await addInvitation(writer, { kind: 'reset', displayName, orgId, role, ...by })
      const facts = { account: accountId, by: caller.accountId, invitation: invitation.row.id }
      await appendToLog(writer, [{ at: now(), kind: 'resetOffered', orgId, facts }])
      return invitation
    })
    return made ? ok({ invitation: invitationOf(made.row), code: made.code }) : fail('SERVER_ADDRESS_UNKNOWN', {})
  }),
]
