import { fail, ok, type Result } from '#core/errors/result.ts'
import { changePassword, getSession, signIn, signOut, signOutEverywhere } from '#core/sync/staff-session.ts'
import { cookieValue } from '../access/cookies.ts'
import { guardedAttempt } from '../access/guarded-attempt.ts'
import { hashPassword, isPassword } from '../access/passwords.ts'
import { ownOnly } from '../access/scope.ts'
import { hashOf } from '../access/secrets.ts'
import { dropSessionCookie, shownSession, startSession } from '../access/start-session.ts'
import { noteToldScheme } from '../access/told-scheme.ts'
import type { AccountRow } from '../store/account-row.ts'
import {
  accountById,
  accountByLogin,
  holdAccount,
  normalLoginName,
  setPassword,
  signOutEverywhere as endSessions,
} from '../store/accounts.ts'
import { appendToLog } from '../store/append-to-log.ts'
import { holdLog } from '../store/log.ts'
import { closeSession, isKnownDevice } from '../store/sessions.ts'
import type { ThrottleKey } from '../store/throttle.ts'
import { type Call, route } from './route.ts'
import { staffRoute } from './staff-route.ts'

type SignInCall = Call<typeof signIn>

const refused = fail('SIGN_IN_REFUSED', {})

/** From a browser they used before, strangers' guesses count for nothing; from elsewhere by name and address. */
async function keysOf(call: SignInCall, account: AccountRow | undefined): Promise<readonly ThrottleKey[]> {
  const { client, services } = call
  const token = cookieValue(call.header('cookie'), 'device', client)
  const known = { token, accountId: account?.id ?? '', now: services.now() }
  if (token !== undefined && (await isKnownDevice(services.store.reader, known)))
    return [{ kind: 'device', value: token }]
  const loginName = normalLoginName(call.body.loginName)
  return [
    { kind: 'account', value: loginName },
    { kind: 'address', value: client.address },
    { kind: 'accountHere', value: JSON.stringify([loginName, client.address]) },
  ]
}

/** The account, when the password is its own; who does not exist is answered the same, and as late. */
async function provePassword(account: AccountRow | undefined, password: string): Promise<Result<AccountRow>> {
  const stored = account?.disabled_at === null ? account.password_hash : undefined
  return (await isPassword(stored, password)) && account ? ok(account) : refused
}

/** `/session`: signing in and out. */
export const sessionRoutes = [
  route(signIn, async (call) => {
    const { body, services } = call
    const { store, now } = services
    const account = await accountByLogin(store.reader, body.loginName)
    const keys = await keysOf(call, account)
    const proven = await guardedAttempt({ store, now, keys, call }, () => provePassword(account, body.password))
    if (!proven.ok) return proven
    const { id: holder, org_id: orgId } = proven.value
    await noteToldScheme(call, { orgId, holder, kind: 'staff' })
    const session = await store.write((writer) => startSession(writer, proven.value, { ...call, now: now() }))
    return session ? ok(session) : refused
  }),
  staffRoute(getSession, ownOnly, async (call) => {
    const { header, client, caller, services } = call
    const { store, now } = services
    const token = cookieValue(header('cookie'), 'session', client)
    await noteToldScheme(call, { orgId: caller.orgId, holder: caller.accountId, kind: 'staff' })
    return token === undefined ? fail('SERVER_SIGN_IN_NEEDED', {}) : ok(await shownSession(store.reader, token, now()))
  }),
  staffRoute(signOut, ownOnly, async (call) => {
    const token = cookieValue(call.header('cookie'), 'session', call.client)
    if (token !== undefined) await call.services.store.write((writer) => closeSession(writer, hashOf(token)))
    dropSessionCookie(call)
    return ok({})
  }),
  staffRoute(signOutEverywhere, ownOnly, async (call) => {
    const ended = await call.services.store.write((writer) => endSessions(writer, call.caller.accountId))
    dropSessionCookie(call)
    return ok({ ended })
  }),
  staffRoute(changePassword, ownOnly, async (call) => {
    const { body, caller, services } = call
    const { store, now } = services
    const account = await accountById(store.reader, caller.accountId)
    const keys = [{ kind: 'device', value: caller.accountId }] as const
    const proven = await guardedAttempt({ store, now, keys, call }, () => provePassword(account, body.current))
    if (!proven.ok) return proven
    const passwordHash = await hashPassword(body.next)
    const session = await store.write(async (writer) => {
      await holdLog(writer)
      const current = await holdAccount(writer, caller.accountId)
      // A reset came first: the password that was typed is not the account's any more.
      if (current?.password_hash !== proven.value.password_hash) return undefined
      await setPassword(writer, caller.accountId, passwordHash)
      const facts = { account: caller.accountId }
      await appendToLog(writer, [{ at: now(), kind: 'passwordChanged', orgId: caller.orgId, facts }])
      return startSession(writer, { ...current, password_hash: passwordHash }, { ...call, now: now() })
    })
    return session ? ok(session) : refused
  }),
]
