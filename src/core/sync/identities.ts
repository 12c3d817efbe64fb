import * as v from 'valibot'
import { endpoint, staffRoles } from './endpoint.ts'
import { instant } from './wire.ts'

const moved = v.string()

/** Why nobody was signed in, as the page is told to which the browser is sent back: `/admin?identity=…`. */
export const identityFailures = ['refused', 'unknown', 'unreachable', 'busy', 'failed'] as const

/** What became of binding, as the account page is told: `/admin/account?identity=…`. */
export const identityBindings = ['bound', 'taken', 'refused', 'unreachable', 'busy', 'failed'] as const

// OpenID Connect Core 1.0 §2: at most 255 ASCII characters.
const identityFacts = {
  issuer: v.pipe(v.string(), v.url(), v.maxLength(500)),
  subject: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
} as const

/** Sends the browser to the identity provider. */
export const startIdentitySignIn = endpoint({
  method: 'GET',
  path: '/session/identity',
  access: 'public',
  summary: '转到统一身份认证（OpenID Connect）登录',
  answerType: 'text',
  answer: moved,
})

/** Where the identity provider sends the browser back to. */
export const finishIdentitySignIn = endpoint({
  method: 'GET',
  path: '/session/identity/callback',
  access: 'public',
  summary: '从统一身份认证回来：登录，或绑定到已登录的账号',
  query: v.record(v.pipe(v.string(), v.maxLength(64)), v.pipe(v.string(), v.maxLength(4000))),
  answerType: 'text',
  answer: moved,
})

/** Begins to bind an identity of the provider to one's own account. */
export const linkIdentity = endpoint({
  method: 'POST',
  path: '/identities',
  access: { staff: staffRoles },
  summary: '把统一身份认证绑定到自己的账号：得到要打开的地址；联系不上身份认证时是自己账号页上说明原因的地址',
  answer: v.strictObject({ url: v.pipe(v.string(), v.regex(/^(?:https?:\/)?\//)) }),
})

/** One's own identities. */
export const listIdentities = endpoint({
  method: 'GET',
  path: '/identities',
  access: { staff: staffRoles },
  summary: '自己的账号绑定了哪些统一身份认证',
  answer: v.strictObject({
    items: v.pipe(v.array(v.strictObject({ ...identityFacts, createdAt: instant })), v.maxLength(50)),
  }),
})

/** Takes one of one's own identities away: nobody signs in by it any more. */
export const removeIdentity = endpoint({
  method: 'DELETE',
  path: '/identities',
  access: { staff: staffRoles },
  summary: '解除自己的一个统一身份认证绑定',
  query: v.strictObject(identityFacts),
  answer: v.strictObject({}),
})
