import * as v from 'valibot'
import { endpoint, staffRoles } from './endpoint.ts'
import { staffSessionSchema } from './staff-session.ts'
import { instant, shownLine, typedLine } from './wire.ts'

const anyRole = { staff: staffRoles } as const
const base64url = (longest: number) => v.pipe(v.string(), v.regex(/^[\w-]+$/), v.maxLength(longest))
/** What the browser is asked to do, in the words of WebAuthn. */
const options = v.strictObject({ options: v.looseObject({ challenge: base64url(200) }) })

const credential = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: v.literal('public-key'),
  clientExtensionResults: v.looseObject({}),
  authenticatorAttachment: v.exactOptional(v.picklist(['platform', 'cross-platform'])),
} as const

/** A passkey a browser made (W3C WebAuthn §5.1.8). */
const madePasskey = v.strictObject({
  ...credential,
  response: v.strictObject({
    clientDataJSON: base64url(4000),
    attestationObject: base64url(20_000),
    transports: v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(20))), v.maxLength(8))),
  }),
})

/** What a passkey says to a challenge. */
const passkeyAnswer = v.strictObject({
  ...credential,
  response: v.strictObject({
    clientDataJSON: base64url(4000),
    authenticatorData: base64url(4000),
    signature: base64url(2000),
    userHandle: v.exactOptional(base64url(200)),
  }),
})

/** A passkey as its owner sees it. */
const passkeySchema = v.strictObject({ id: base64url(1400), name: shownLine(60), createdAt: instant })

/** Asks for a new passkey. */
export const beginPasskey = endpoint({
  method: 'POST',
  path: '/passkeys/options',
  access: anyRole,
  summary: '准备添加通行密钥：得到给浏览器的要求',
  answer: options,
})

/** Adds the passkey the browser made. */
export const addPasskey = endpoint({
  method: 'POST',
  path: '/passkeys',
  access: anyRole,
  summary: '添加浏览器生成的通行密钥',
  body: v.strictObject({ name: typedLine(60), passkey: madePasskey }),
  answer: passkeySchema,
})

/** One's own passkeys. */
export const listPasskeys = endpoint({
  method: 'GET',
  path: '/passkeys',
  access: anyRole,
  summary: '自己的通行密钥',
  answer: v.strictObject({ items: v.pipe(v.array(passkeySchema), v.maxLength(50)) }),
})

/** Takes one of one's own passkeys away. */
export const removePasskey = endpoint({
  method: 'DELETE',
  path: '/passkeys/:passkeyId',
  access: anyRole,
  summary: '删除自己的一个通行密钥',
  params: v.strictObject({ passkeyId: base64url(1400) }),
  answer: v.strictObject({}),
})

/** Asks for a sign-in by passkey; whose it is the browser tells. */
export const beginPasskeySignIn = endpoint({
  method: 'POST',
  path: '/session/passkey/options',
  access: 'public',
  summary: '准备用通行密钥登录：得到给浏览器的要求',
  answer: options,
})

/** Signs in by what a passkey says to the challenge. */
export const signInByPasskey = endpoint({
  method: 'POST',
  path: '/session/passkey',
  access: 'public',
  summary: '用通行密钥登录',
  body: v.strictObject({ passkey: passkeyAnswer }),
  answer: staffSessionSchema,
})
