import { fail, ok } from '#core/errors/result.ts'
import {
  finishIdentitySignIn,
  type identityBindings,
  type identityFailures,
  linkIdentity,
  listIdentities,
  removeIdentity,
  startIdentitySignIn,
} from '#core/sync/identities.ts'
import { cookieText, cookieValue } from '../access/cookies.ts'
import {
  askProvider,
  ProviderFault,
  readAskedFacts,
  readProviderAnswer,
  sayProviderFault,
} from '../access/identity-provider.ts'
import { ownOnly } from '../access/scope.ts'
import type { OidcSettings } from '../access/sign-in-settings.ts'
import { startSession } from '../access/start-session.ts'
import { appendToLog } from '../store/append-to-log.ts'
import type { Writer } from '../store/database.ts'
import { type AskedIn, holdSession } from '../store/hold-session.ts'
import { accountByIdentity, bindIdentity, dropIdentity, identitiesOf } from '../store/identities.ts'
import { addProof, takeProof } from '../store/pending-proofs.ts'
import { closeSession } from '../store/sessions.ts'
import { type CallSurroundings, route, type Services } from './route.ts'
import { staffRoute } from './staff-route.ts'

const absent = fail('SERVER_ADDRESS_UNKNOWN', {})
const cookie = 'identity'
const waitSeconds = 300

const redirect = (to: string): Response => new Response(null, { status: 302, headers: { Location: to } })

// No redirect of ours goes anywhere else than to the provider or to our own page: a person reads what comes back.
const signInPage = (why: (typeof identityFailures)[number]): string => `/admin?identity=${why}`
const accountPage = (what: (typeof identityBindings)[number]): string => `/admin/account?identity=${what}`
const goneWrong = (why: (typeof identityFailures)[number]) => ok(redirect(signInPage(why)))
const toAccountPage = (what: (typeof identityBindings)[number]) => ok(redirect(accountPage(what)))

/** Begins what is asked in order to bind, so that an answer that was not looked into is told where its person is. */
const bindingMark = 'bind-'

/** The page of whoever comes back: who binds is signed in, and looks at their account. */
const pageOf = ({ state }: Readonly<Record<string, string>>) =>
  state?.startsWith(bindingMark) === true ? accountPage : signInPage

/** A person reads what comes of these two in place of a page; that there is no provider is told as by any address. */
function insteadOf(status: number, query: Readonly<Record<string, string>>): string | undefined {
  const page = pageOf(query)
  if (status >= 500) return page('failed')
  if (status === 429) return page('busy')
  return status === 400 ? page('refused') : undefined
}

/** What is attempted, or what is said in its place when the provider is at fault; whoever runs the server reads why. */
async function orInstead<T, S>(
  attempt: Promise<T>,
  { settings, warn }: Pick<Services, 'warn'> & { readonly settings: OidcSettings },
  instead: (kind: ProviderFault['kind']) => S,
): Promise<T | S> {
  try {
    return await attempt
  } catch (cause) {
    if (!(cause instanceof ProviderFault)) throw cause
    const said = sayProviderFault(cause, settings)
    if (said !== undefined) warn(said)
    return instead(cause.kind)
  }
}

/** Keeps what is asked, and binds it to this browser: the answer must come back to where the question was. */
async function begin(
  { client, setCookie }: CallSurroundings,
  { store, now }: Services,
  { settings, by }: { readonly settings: OidcSettings; readonly by?: AskedIn },
): Promise<string> {
  const { url, state, facts } = await askProvider(settings, by ? bindingMark : '')
  const kept = JSON.stringify({ ...facts, ...(by && { session: by.session }) })
  const proof = { kind: 'identity', accountId: by?.accountId ?? null, facts: kept, now: now() } as const
  await store.write((writer) => addProof(writer, state, proof))
  // Lax: the browser comes back from another site.
  setCookie(cookieText(cookie, { value: state, maxAgeSeconds: waitSeconds, sameSite: 'Lax' }, client))
  return url
}

interface Identity {
  readonly issuer: string
  readonly subject: string
}

/** Binds an identity to the account that asked for it, and opens a session of it; not once the one that asked ended. */
async function bindTo(
  writer: Writer,
  by: AskedIn,
  { identity, call, now }: { readonly identity: Identity; readonly call: CallSurroundings; readonly now: number },
): Promise<'bound' | 'taken' | 'refused'> {
  const account = await holdSession(writer, by, now)
  if (!account) return 'refused'
  const { accountId } = by
  const became = await bindIdentity(writer, { ...identity, accountId, now })
  if (became === 'taken') return became
  const facts = { account: accountId, issuer: identity.issuer }
  // The browser comes from another site and does not show it: what it held ends all the same (ADR 0035).
  await closeSession(writer, by.session)
  if (became === 'bound') await appendToLog(writer, [{ at: now, kind: 'identityBound', orgId: account.org_id, facts }])
  await startSession(writer, account, { ...call, now })
  return 'bound'
}

/** Opens a session of the account an identity is bound to; whether there is one. */
async function enterBy(
  writer: Writer,
  { issuer, subject }: Identity,
  surroundings: CallSurroundings & { readonly now: number },
): Promise<boolean> {
  const account = await accountByIdentity(writer, issuer, subject)
  return account !== undefined && (await startSession(writer, account, surroundings)) !== undefined
}

type Finishing = CallSurroundings & { readonly query: Readonly<Record<string, string>> }

/** The browser is back from the provider: who it is, or why nobody is signed in. */
async function finish(call: Finishing, { store, now, warn }: Services, settings: OidcSettings) {
  const { query, header, client } = call
  const state = cookieValue(header('cookie'), cookie, client)
  const nobody = ok(redirect(pageOf(query)('refused')))
  if (state === undefined || query['state'] !== state) return nobody
  const proof = await store.write((writer) => takeProof(writer, state, { kind: 'identity', now: now() }))
  if (!proof) return nobody
  const { accountId } = proof
  const facts = readAskedFacts(proof.facts)
  const gone = (why: ProviderFault['kind']) => (accountId === null ? goneWrong(why) : toAccountPage(why))
  const asked = readProviderAnswer(settings, { query, state, facts })
  const found = await orInstead(
    asked.then((subject) => ({ subject })),
    { settings, warn },
    (kind) => ({ kind }),
  )
  if ('kind' in found) return gone(found.kind)
  const identity = { issuer: settings.issuer, subject: found.subject }
  if (accountId !== null) {
    const by = { accountId, session: facts.session ?? '' }
    return toAccountPage(await store.write((writer) => bindTo(writer, by, { identity, call, now: now() })))
  }
  const isIn = await store.write((writer) => enterBy(writer, identity, { ...call, now: now() }))
  return isIn ? ok(redirect('/admin')) : goneWrong('unknown')
}

/** `/session/identity`, `/identities`: signing in at the organisation's own identity provider. */
export const identitiesRoutes = [
  {
    ...route(startIdentitySignIn, async (call) => {
      const { oidc: settings } = call.services.signIn
      if (!settings) return absent
      const { warn } = call.services
      const begun = begin(call, call.services, { settings })
      return orInstead(
        begun.then((url) => ok(redirect(url))),
        { settings, warn },
        goneWrong,
      )
    }),
    insteadOf,
  },
  staffRoute(linkIdentity, ownOnly, async (call) => {
    const { oidc: settings } = call.services.signIn
    if (!settings) return absent
    const { warn } = call.services
    const begun = begin(call, call.services, { settings, by: call.caller })
    return orInstead(
      begun.then((url) => ok({ url })),
      { settings, warn },
      (kind) => ok({ url: accountPage(kind) }),
    )
  }),
  {
    ...route(finishIdentitySignIn, async (call) => {
      const { oidc: settings } = call.services.signIn
      return settings ? finish(call, call.services, settings) : absent
    }),
    insteadOf,
  },
  staffRoute(listIdentities, ownOnly, async ({ caller: { accountId }, services: { store } }) => {
    const rows = await identitiesOf(store.reader, accountId)
    return ok({ items: rows.map(({ issuer, subject, created_at: createdAt }) => ({ issuer, subject, createdAt })) })
  }),
  staffRoute(removeIdentity, ownOnly, async ({ query, caller: { accountId, orgId }, services: { store, now } }) => {
    await store.write(async (writer) => {
      const facts = { account: accountId, issuer: query.issuer }
      const isGone = await dropIdentity(writer, { ...query, accountId })
      if (isGone) await appendToLog(writer, [{ at: now(), kind: 'identityRemoved', orgId, facts }])
    })
    return ok({})
  }),
]
