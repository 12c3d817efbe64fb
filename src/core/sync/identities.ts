import * as v from 'valibot'
import { endpoint, staffRoles } from './endpoint.ts'

const moved = v.string()

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
  summary: '把统一身份认证绑定到自己的账号：得到要打开的地址',
  answer: v.strictObject({ url: v.pipe(v.string(), v.url()) }),
})
