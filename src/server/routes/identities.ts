import { fail, ok } from '#core/errors/result.ts'
import { finishIdentitySignIn, linkIdentity, startIdentitySignIn } from '#core/sync/identities.ts'
import { cookieText, cookieValue } from '../access/cookies.ts'
import { askProvider, readProviderAnswer } from '../access/identity-provider.ts'
import { ownOnly } from '../access/scope.ts'
import type { OidcSettings } from '../access/sign-in-settings.ts'
import { startSession } from '../access/start-session.ts'
import { accountById } from '../store/accounts.ts'
import { appendToLog } from '../store/append-to-log.ts'
import type { Writer } from '../store/database.ts'
import { accountByIdentity, bindIdentity } from '../store/identities.ts'
import { addProof, takeProof } from '../store/pending-proofs.ts'
import { type CallSurroundings, route, type Services } from './route.ts'
import { staffRoute } from './staff-route.ts'

const absent = fail('SERVER_ADDRESS_UNKNOWN', {})
const refused = fail('IDENTITY_REFUSED', {})
const cookie = 'identity'
const waitSeconds = 300

const redirect = (to: string): Response => new Response(null, { status: 302, headers: { Location: to } })

/** Keeps what is asked, and binds it to this browser: the answer must come back to where the question was. */
async function begin(
  { client, setCookie }: CallSurroundings,
  { store, now }: Services,
  { settings, accountId }: { readonly settings: OidcSettings; readonly accountId: string | null },
): Promise<string> {
  const { url, state, facts } = await askProvider(settings)
  await store.write((writer) => addProof(writer, state, { kind: 'identity', accountId, facts, now: now() }))
  // Lax: the browser comes back from another site.
  setCookie(cookieText(cookie, { value: state, maxAgeSeconds: waitSeconds, sameSite: 'Lax' }, client))
  return url
}

interface Identity {
  readonly issuer: string
  readonly subject: string
}

/** The account of an identity, or the one it is bound to now. */
async function accountOf(writer: Writer, identity: Identity, link: { accountId: string | null; now: number }) {
  const { accountId, now } = link
  if (accountId === null) return accountByIdentity(writer, identity.issuer, identity.subject)
  const account = await accountById(writer, accountId)
  if (account?.disabled_at !== null || !(await bindIdentity(writer, { ...identity, accountId, now }))) return undefined
  const facts = { account: accountId, issuer: identity.issuer }
  await appendToLog(writer, [{ at: now, kind: 'identityBound', orgId: account.org_id, facts }])
  return account
}

/** `/session/identity`, `/identities`: signing in at the organisation's own identity provider. */
export const identitiesRoutes = [
  route(startIdentitySignIn, async (call) => {
    const { oidc: settings } = call.services.signIn
    return settings ? ok(redirect(await begin(call, call.services, { settings, accountId: null }))) : absent
  }),
  staffRoute(linkIdentity, ownOnly, async (call) => {
    const { oidc: settings } = call.services.signIn
    const { accountId } = call.caller
    return settings ? ok({ url: await begin(call, call.services, { settings, accountId }) }) : absent
  }),
  route(finishIdentitySignIn, async (call) => {
    const { query, header, client, services } = call
    const { store, now, signIn } = services
    const { oidc: settings } = signIn
    if (!settings) return absent
    const state = cookieValue(header('cookie'), cookie, client)
    if (state === undefined || query['state'] !== state) return refused
    const proof = await store.write((writer) => takeProof(writer, state, { kind: 'identity', now: now() }))
    const subject = proof && (await readProviderAnswer(settings, { query, state, facts: proof.facts }))
    if (!proof || subject === undefined) return refused
    const isIn = await store.write(async (writer) => {
      const link = { accountId: proof.accountId, now: now() }
      const account = await accountOf(writer, { issuer: settings.issuer, subject }, link)
      if (account) await startSession(writer, account, { ...call, now: now() })
      return account !== undefined
    })
    // No redirect of ours goes anywhere else than to our own page.
    return ok(redirect(isIn ? '/admin' : '/admin?identity=unknown'))
  }),
]
