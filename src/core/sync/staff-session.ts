import * as v from 'valibot'
import { fail } from '../errors/result.ts'
import { endpoint, staffRoles } from './endpoint.ts'
import { orgSchema } from './orgs.ts'
import { count, id, instant, shownLine, typedLine } from './wire.ts'

const anyRole = { staff: staffRoles } as const

/** Header in which the word against forged requests goes back. */
export const csrfHeader = 'caibao-csrf'

/** Shortest password; its length counts, not what kinds of characters it has. */
export const shortestPassword = 10

/** A password as it is sent to be checked. */
const typedSecret = v.pipe(v.string(), v.minLength(1), v.maxLength(256))

/** A password as it is chosen. */
export const newPassword = v.pipe(v.string(), v.minLength(shortestPassword), v.maxLength(256))

/** A name to sign in with. */
export const loginName = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}._@-]{1,64}$/u))

/** What a colleague is called, where it is first given. */
export const staffName = typedLine(60)

/** A staff account, without its secrets. */
export const accountSchema = v.strictObject({
  id,
  loginName,
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

/** Why a page does not go on in a session of somebody else than it spoke for so far. */
export const asOther = ({ account }: StaffSession) => fail('SERVER_OTHER_ACCOUNT', { name: account.displayName })

/** Signs in with a password; the session is a cookie no script can read. */
export const signIn = endpoint({
  method: 'POST',
  path: '/session',
  access: 'public',
  summary: '用口令登录；会话在脚本读不到的 Cookie 里',
  body: v.strictObject({ loginName: v.pipe(v.string(), v.maxLength(64)), password: typedSecret }),
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

/** Signs out everywhere: every session and remembered browser of the account. */
export const signOutEverywhere = endpoint({
  method: 'DELETE',
  path: '/sessions',
  access: anyRole,
  summary: '在所有设备上退出登录',
  answer: v.strictObject({ ended: count }),
})

/** Changes one's own password; every other session ends and this one gets a new token. */
export const changePassword = endpoint({
  method: 'POST',
  path: '/session/password',
  access: anyRole,
  summary: '修改自己的口令；其他设备上的登录全部失效',
  body: v.strictObject({ current: typedSecret, next: newPassword }),
  answer: staffSessionSchema,
})
