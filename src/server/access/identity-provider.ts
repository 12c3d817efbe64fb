import type * as openIdClient from 'openid-client'
import type { Configuration } from 'openid-client'
import * as v from 'valibot'
import { apiBase } from '#core/sync/endpoint.ts'
import { finishIdentitySignIn } from '#core/sync/identities.ts'
import type { OidcSettings } from './sign-in-settings.ts'

type Library = typeof openIdClient

/** The session is the one that asks to bind an identity; who signs in has none. */
const factsSchema = v.strictObject({ verifier: v.string(), nonce: v.string(), session: v.exactOptional(v.string()) })

/** What is kept of a question until its answer comes. */
type AskedFacts = v.InferOutput<typeof factsSchema>

/** What was kept, as it was written. */
export const readAskedFacts = (facts: string): AskedFacts => v.parse(factsSchema, JSON.parse(facts))

const found = new Map<string, Configuration>()

/** The provider does not answer, or not as one does. */
export class ProviderUnreachable extends Error {}

const unreachable = (cause: unknown): never => {
  throw new ProviderUnreachable(undefined, { cause })
}

/** The provider as it describes itself; asked once. Only a provider on this machine may be without TLS. */
async function configurationOf(library: Library, settings: OidcSettings): Promise<Configuration> {
  const { issuer, clientId, clientSecret } = settings
  const known = found.get(issuer)
  if (known) return known
  const url = new URL(issuer)
  const isHere = url.hostname === 'localhost' || url.hostname === '127.0.0.1'
  const options = isHere && url.protocol === 'http:' ? { execute: [library.allowInsecureRequests] } : {}
  const configuration = await library.discovery(url, clientId, clientSecret, undefined, options).catch(unreachable)
  found.set(issuer, configuration)
  return configuration
}

const callbackOf = ({ origin }: OidcSettings): string => `${origin}${apiBase}${finishIdentitySignIn.path}`

/** Where to send the browser, and what is to be kept until it comes back. */
export async function askProvider(
  settings: OidcSettings,
): Promise<{ readonly url: string; readonly state: string; readonly facts: AskedFacts }> {
  const library = await import('openid-client')
  const configuration = await configurationOf(library, settings)
  const [verifier, state, nonce] = [library.randomPKCECodeVerifier(), library.randomState(), library.randomNonce()]
  const url = library.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackOf(settings),
    scope: 'openid',
    state,
    nonce,
    code_challenge: await library.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  return { url: url.href, state, facts: { verifier, nonce } }
}

// What the library passes on when nothing, or nothing whole, came back.
const isSilence = (cause: unknown): boolean =>
  cause instanceof TypeError || (cause instanceof Error && 'code' in cause && cause.code === 'OAUTH_TIMEOUT')

/** Who came back, by the provider's word; nothing when it does not hold. */
export async function readProviderAnswer(
  settings: OidcSettings,
  { query, state, facts }: { query: Readonly<Record<string, string>>; state: string; facts: AskedFacts },
): Promise<string | undefined> {
  const library = await import('openid-client')
  const { verifier, nonce } = facts
  const url = new URL(callbackOf(settings))
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const configuration = await configurationOf(library, settings)
  try {
    const tokens = await library.authorizationCodeGrant(configuration, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
    })
    return tokens.claims()?.sub
  } catch (cause) {
    // The library throws for every answer that does not hold.
    return isSilence(cause) ? unreachable(cause) : undefined
  }
}
