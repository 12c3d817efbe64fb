import { fail, ok } from '#core/errors/result.ts'
import { getSignInOptions, setUpServer } from '#core/sync/sign-in-options.ts'
import { guardedAttempt } from '../access/guarded-attempt.ts'
import { hashPassword } from '../access/passwords.ts'
import { startSession } from '../access/start-session.ts'
import { addAccount, hasAccounts } from '../store/accounts.ts'
import type { Writer } from '../store/database.ts'
import { openInvitationOf, useInvitation } from '../store/invitations.ts'
import { appendToLog } from '../store/append-to-log.ts'
import { holdLog } from '../store/log.ts'
import { addOrg, topOrgByCode } from '../store/org-tree.ts'
import { type Call, route } from './route.ts'

type SetUpCall = Call<typeof setUpServer>

/** The organisation at the top with its administrator; nothing when somebody was faster. */
async function establish(writer: Writer, call: SetUpCall, made: { invitation: string; passwordHash: string }) {
  const { org: wanted, loginName, displayName } = call.body
  const now = call.services.now()
  await holdLog(writer)
  if ((await hasAccounts(writer)) || !(await useInvitation(writer, made.invitation, now))) return undefined
  const org = (await topOrgByCode(writer, wanted.orgCode)) ?? (await addOrg(writer, wanted, { parent: undefined, now }))
  const { passwordHash } = made
  const account = await addAccount(writer, { loginName, displayName, orgId: org.id, role: 'admin', passwordHash }, now)
  if (!account) return undefined
  await appendToLog(writer, [
    { at: now, kind: 'accountAdded', orgId: org.id, facts: { account: account.id, role: 'admin' } },
  ])
  return startSession(writer, account, { ...call, now })
}

/** `/setup`: the first start. */
export const setupRoutes = [
  route(getSignInOptions, async ({ services }) =>
    ok({
      isSetUp: await hasAccounts(services.store.reader),
      hasPasskeys: services.signIn.passkeys !== undefined,
      identityProvider: services.signIn.oidc?.name ?? null,
    }),
  ),
  route(setUpServer, async (call) => {
    const { body, client, services } = call
    const { store, now } = services
    const keys = [{ kind: 'code', value: client.address }] as const
    const invitation = await guardedAttempt({ store, now, keys, call }, async () => {
      const found = await openInvitationOf(store.reader, body.code, now())
      return found?.kind === 'setup' ? ok(found) : fail('CODE_REFUSED', {})
    })
    if (!invitation.ok) return invitation
    const made = { invitation: invitation.value.id, passwordHash: await hashPassword(body.password) }
    const session = await store.write((writer) => establish(writer, call, made))
    return session ? ok(session) : fail('CODE_REFUSED', {})
  }),
]
