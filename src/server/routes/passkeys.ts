import { fail, ok } from '#core/errors/result.ts'
import {
  addPasskey,
  beginPasskey,
  beginPasskeySignIn,
  listPasskeys,
  removePasskey,
  signInByPasskey,
} from '#core/sync/passkeys.ts'
import { guardedAttempt } from '../access/guarded-attempt.ts'
import { passkeyLibrary, readMadePasskey, readPasskeyAnswer } from '../access/passkey-proofs.ts'
import { ownOnly } from '../access/scope.ts'
import { isFromOurPage } from '../access/staff-caller.ts'
import { startSession } from '../access/start-session.ts'
import { accountById, holdAccount } from '../store/accounts.ts'
import { appendToLog } from '../store/append-to-log.ts'
import { holdSession } from '../store/hold-session.ts'
import { countPasskey, dropPasskey, passkeysOf, putPasskey } from '../store/passkeys.ts'
import { addProof } from '../store/pending-proofs.ts'
import { route } from './route.ts'
import { staffRoute } from './staff-route.ts'

// COSE numbers of ES256, EdDSA and RS256: what authenticators have; signatures of others are larger than a request.
const algorithms = [-7, -8, -257]

const absent = fail('SERVER_ADDRESS_UNKNOWN', {})
const refused = fail('PASSKEY_REFUSED', {})

/** `/passkeys`: signing in without a password, where the settings allow it. */
export const passkeysRoutes = [
  staffRoute(beginPasskey, ownOnly, async ({ caller: { accountId }, services: { store, now, signIn } }) => {
    const { passkeys: settings } = signIn
    const account = await accountById(store.reader, accountId)
    if (!settings || !account) return absent
    const { generateRegistrationOptions } = await passkeyLibrary()
    const options = await generateRegistrationOptions({
      rpName: '采报',
      rpID: settings.rpId,
      userName: account.login_name,
      userDisplayName: account.display_name,
      userID: new TextEncoder().encode(accountId),
      supportedAlgorithmIDs: algorithms,
      excludeCredentials: (await passkeysOf(store.reader, accountId)).map(({ id }) => ({ id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    const proof = { kind: 'passkeyMade', accountId, facts: '{}', now: now() } as const
    await store.write((writer) => addProof(writer, options.challenge, proof))
    return ok({ options: { ...options } })
  }),
  staffRoute(addPasskey, ownOnly, async ({ body, caller, services }) => {
    const { store, now, signIn } = services
    const { accountId, orgId } = caller
    if (!signIn.passkeys) return absent
    const { response, ...passkey } = body.passkey
    const { transports = [], ...rest } = response
    const made = await readMadePasskey({ ...passkey, response: rest }, accountId, {
      store,
      now: now(),
      settings: signIn.passkeys,
    })
    if (!made) return refused
    const row = { ...made, transports: JSON.stringify(transports), account_id: accountId, name: body.name }
    const isNew = await store.write(async (writer) => {
      if (!(await holdSession(writer, caller, now()))) return undefined
      const added = await putPasskey(writer, { ...row, created_at: now() })
      const facts = { account: accountId }
      if (added) await appendToLog(writer, [{ at: now(), kind: 'passkeyAdded', orgId, facts }])
      return added
    })
    if (isNew === undefined) return fail('SERVER_SIGN_IN_NEEDED', {})
    return isNew ? ok({ id: made.id, name: body.name, createdAt: now() }) : refused
  }),
  staffRoute(listPasskeys, ownOnly, async ({ caller: { accountId }, services: { store } }) => {
    const rows = await passkeysOf(store.reader, accountId)
    return ok({ items: rows.map(({ id, name, created_at }) => ({ id, name, createdAt: created_at })) })
  }),
  staffRoute(removePasskey, ownOnly, async ({ params, caller: { accountId, orgId }, services: { store, now } }) => {
    await store.write(async (writer) => {
      const facts = { account: accountId }
      const isGone = await dropPasskey(writer, accountId, params.passkeyId)
      if (isGone) await appendToLog(writer, [{ at: now(), kind: 'passkeyRemoved', orgId, facts }])
    })
    return ok({})
  }),
  route(beginPasskeySignIn, async (call) => {
    const { store, now, signIn } = call.services
    if (!signIn.passkeys) return absent
    if (!isFromOurPage(call)) return fail('SERVER_FORBIDDEN', {})
    const { generateAuthenticationOptions } = await passkeyLibrary()
    const options = await generateAuthenticationOptions({ rpID: signIn.passkeys.rpId, userVerification: 'required' })
    const proof = { kind: 'passkeySignIn', accountId: null, facts: '{}', now: now() } as const
    await store.write((writer) => addProof(writer, options.challenge, proof))
    return ok({ options: { ...options } })
  }),
  route(signInByPasskey, async (call) => {
    const { body, client, services } = call
    const { store, now, signIn } = services
    const { passkeys: settings } = signIn
    if (!settings) return absent
    const keys = [{ kind: 'address', value: client.address }] as const
    const proven = await guardedAttempt({ store, now, keys, call }, async () => {
      const answer = await readPasskeyAnswer(body.passkey, { store, now: now(), settings })
      const account = answer && (await accountById(store.reader, answer.row.account_id))
      return answer && account?.disabled_at === null ? ok({ answer, account }) : refused
    })
    if (!proven.ok) return proven
    const { answer, account } = proven.value
    const session = await store.write(async (writer) => {
      await holdAccount(writer, account.id)
      // A reset may have taken it away since it was read, and the account was read only after that.
      const isThere = await countPasskey(writer, answer.row.id, answer.counter)
      return isThere ? startSession(writer, account, { ...call, now: now() }) : undefined
    })
    return session ? ok(session) : refused
  }),
]
