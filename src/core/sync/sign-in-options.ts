import * as v from 'valibot'
import { endpoint } from './endpoint.ts'
import { newPassword, loginName, staffName, staffSessionSchema } from './staff-session.ts'
import { orgSchema } from './orgs.ts'
import { shownLine, typedLine } from './wire.ts'

/** How one may sign in here. */
export const getSignInOptions = endpoint({
  method: 'GET',
  path: '/sign-in-options',
  access: 'public',
  summary: '可以用哪些方式登录；服务器是否还没有设置',
  answer: v.strictObject({
    isSetUp: v.boolean(),
    hasPasskeys: v.boolean(),
    /** Name of the identity provider, when there is one. */
    identityProvider: v.nullable(shownLine(60)),
  }),
})

/** A code that is typed or comes in a link. */
export const secretCode = v.pipe(v.string(), v.minLength(1), v.maxLength(64))

const { orgCode, division, level } = orgSchema.entries

/** An organisation that does not have its place yet. */
export const newOrgSchema = v.strictObject({ name: typedLine(60), orgCode, division, level })

/** An organisation that does not have its place yet. */
export type NewOrg = v.InferOutput<typeof newOrgSchema>

/** First start: the organisation at the top and its administrator, by the code that was printed. */
export const setUpServer = endpoint({
  method: 'POST',
  path: '/setup',
  access: 'public',
  summary: '首次设置：用启动时打印的一次性设置码建立最上级单位和第一位管理员',
  body: v.strictObject({
    code: secretCode,
    org: newOrgSchema,
    loginName,
    displayName: staffName,
    password: newPassword,
  }),
  answer: staffSessionSchema,
})
