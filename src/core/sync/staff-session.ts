import * as v from 'valibot'
import { endpoint, staffRoles } from './endpoint.ts'
import { orgSchema } from './orgs.ts'
import { id, instant, shownLine } from './wire.ts'

const anyRole = { staff: staffRoles } as const
const secret = v.pipe(v.string(), v.minLength(1), v.maxLength(256))

/** A staff account, without its secrets. */
export const accountSchema = v.strictObject({
  id,
  loginName: v.pipe(v.string(), v.regex(/^[\p{L}\p{N}._@-]{1,64}$/u)),
  displayName: shownLine(60),
  orgId: id,
  role: v.picklist(staffRoles),
  createdAt: instant,
  disabledAt: v.nullable(instant),
})

/** A staff account, without its secrets. */
export type Account = v.InferOutput<typeof accountSchema>

/** Who is signed in, for which organisation, until when. */
export const staffSessionSchema = v.strictObject({
  account: accountSchema,
  org: orgSchema,
  expiresAt: instant,
  /** Goes back in the header `Caibao-Csrf` with every request that changes something. */
  csrf: v.pipe(v.string(), v.regex(/^[\w-]{22,64}$/)),
})

/** Who is signed in. */
export type StaffSession = v.InferOutput<typeof staffSessionSchema>

/** Signs in with a password; the session is a cookie no script can read. */
export const signIn = endpoint({
  method: 'POST',
  path: '/session',
  access: 'public',
  summary: '用口令登录；会话在脚本读不到的 Cookie 里',
  body: v.strictObject({ loginName: v.pipe(v.string(), v.maxLength(64)), password: secret }),
  answer: staffSessionSchema,
})

/** Who is signed in. */
export const getSession = endpoint({
  method: 'GET',
  path: '/session',
  access: anyRole,
  summary: '现在登录的是谁',
  answer: staffSessionSchema,
})

/** Signs out on this device. */
export const signOut = endpoint({
  method: 'DELETE',
  path: '/session',
  access: anyRole,
  summary: '退出登录',
  answer: v.strictObject({}),
})
