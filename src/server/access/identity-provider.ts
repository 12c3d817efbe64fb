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

const codePattern = /^\w{1,60}$/
const deepestCause = 4

/** What a provider may answer in place of a person (RFC 6749 §4.1.2.1 and §5.2, OpenID Connect Core §3.1.2.6). */
const answers: ReadonlySet<string> = new Set([
  'invalid_request',
  'unauthorized_client',
  'access_denied',
  'unsupported_response_type',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
  'invalid_client',
  'invalid_grant',
  'unsupported_grant_type',
  'interaction_required',
  'login_required',
  'account_selection_required',
  'consent_required',
  'invalid_request_uri',
  'invalid_request_object',
  'request_not_supported',
  'request_uri_not_supported',
  'registration_not_supported',
])

/**
 * The codes of a fault and of what lies under it: the library's, the system's, the provider's own. Never their words, and
 * of its own none that no provider gives: anybody may write one into the address they come back to.
 */
function codesOf(cause: unknown): string {
  const codes = new Set<string>()
  let at = cause
  for (let depth = 0; depth < deepestCause && typeof at === 'object' && at !== null; depth += 1) {
    const [code, answer]: readonly unknown[] = [Reflect.get(at, 'code'), Reflect.get(at, 'error')]
    if (typeof code === 'string' && codePattern.test(code)) codes.add(code)
    if (typeof answer === 'string' && answers.has(answer)) codes.add(answer)
    at = Reflect.get(at, 'cause')
  }
  return [...codes].join(' ')
}

/** The provider does not answer, or not as one does; or its answer does not hold. */
export class ProviderFault extends Error {
  readonly kind: 'unreachable' | 'refused'
  /** For whoever runs the server. */
  readonly codes: string

  constructor(kind: ProviderFault['kind'], cause?: unknown) {
    super(undefined, { cause })
    this.kind = kind
    this.codes = codesOf(cause)
  }
}

/** What whoever runs the server is told; nothing when a person only changed their mind at the provider. */
export function sayProviderFault({ kind, codes }: ProviderFault, settings: OidcSettings): string | undefined {
  const { issuer } = settings
  if (kind === 'unreachable')
    return `统一身份认证 ${issuer} 没有应答，或应答的不是它（${codes}），不能用它登录。请核对 OIDC_ISSUER，和这台机器到那里的网络、域名解析、证书。`
  return codes.includes('access_denied')
    ? undefined
    : `统一身份认证 ${issuer} 没有让人登录（${codes}）。请核对 OIDC_CLIENT_ID、OIDC_CLIENT_SECRET，在那里登记的回调地址 ${callbackOf(settings)}，和两边的系统时间。`
}

/** The provider as it describes itself; asked once. Only a provider on this machine may be without TLS. */
async function configurationOf(library: Library, settings: OidcSettings): Promise<Configuration> {
  const { issuer, clientId, clientSecret } = settings
  const known = found.get(issuer)
  if (known) return known
  const url = new URL(issuer)
  // The settings let through no other provider without TLS.
  const options = url.protocol === 'http:' ? { execute: [library.allowInsecureRequests] } : {}
  const configuration = await library
    .discovery(url, clientId, clientSecret, undefined, options)
    .catch((cause: unknown) => {
      throw new ProviderFault('unreachable', cause)
    })
  found.set(issuer, configuration)
  return configuration
}

const callbackOf = ({ origin }: OidcSettings): string => `${origin}${apiBase}${finishIdentitySignIn.path}`

/** Where to send the browser, and what is to be kept until it comes back. `mark`: how what comes back is to begin. */
export async function askProvider(
  settings: OidcSettings,
  mark: string,
): Promise<{ readonly url: string; readonly state: string; readonly facts: AskedFacts }> {
  const library = await import('openid-client')
  const configuration = await configurationOf(library, settings)
  const [verifier, nonce] = [library.randomPKCECodeVerifier(), library.randomNonce()]
  const state = mark + library.randomState()
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

/** Who came back, by the provider's word. */
export async function readProviderAnswer(
  settings: OidcSettings,
  { query, state, facts }: { query: Readonly<Record<string, string>>; state: string; facts: AskedFacts },
): Promise<string> {
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
    const subject = tokens.claims()?.sub
    if (subject !== undefined) return subject
  } catch (cause) {
    // The library throws for every answer that does not hold.
    throw new ProviderFault(isSilence(cause) ? 'unreachable' : 'refused', cause)
  }
  throw new ProviderFault('refused')
}
