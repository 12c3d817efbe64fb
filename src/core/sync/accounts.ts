import * as v from 'valibot'
import { staffRoles } from './endpoint.ts'
import { endpoint } from './endpoint.ts'
import { secretCode } from './sign-in-options.ts'
import { accountSchema, loginName, newPassword, staffName, staffSessionSchema } from './staff-session.ts'
import { staffMay } from './staff-may.ts'
import { id, instant, shownLine } from './wire.ts'

const governors = { staff: staffMay.govern } as const
const role = v.picklist(staffRoles)

/** Accounts of an organisation. */
export const listAccounts = endpoint({
  method: 'GET',
  path: '/accounts',
  access: governors,
  summary: '一个单位的账号',
  query: v.strictObject({ orgId: id }),
  answer: v.strictObject({ items: v.pipe(v.array(accountSchema), v.maxLength(1000)) }),
})

/** Changes name, role or organisation of a colleague, or closes the account; what is open for it ends. */
export const changeAccount = endpoint({
  method: 'POST',
  path: '/accounts/:accountId',
  access: governors,
  summary: '改同事的姓名、角色、单位，或停用、恢复账号；已有的登录全部失效',
  params: v.strictObject({ accountId: id }),
  body: v.strictObject({
    displayName: v.exactOptional(staffName),
    role: v.exactOptional(role),
    orgId: v.exactOptional(id),
    isDisabled: v.exactOptional(v.boolean()),
  }),
  answer: accountSchema,
})

/** An invitation as its organisation sees it; its code is shown once, when it is made. */
export const invitationSchema = v.strictObject({
  id,
  kind: v.picklist(['invite', 'reset']),
  orgId: id,
  role,
  displayName: shownLine(60),
  createdAt: instant,
  expiresAt: instant,
  usedAt: v.nullable(instant),
  revokedAt: v.nullable(instant),
})

/** An invitation as its organisation sees it. */
export type Invitation = v.InferOutput<typeof invitationSchema>

const madeInvitation = v.strictObject({ invitation: invitationSchema, code: secretCode })

/** Invites a colleague: no password is ever sent. */
export const createInvitation = endpoint({
  method: 'POST',
  path: '/invitations',
  access: governors,
  summary: '邀请同事：得到一次性邀请码（只显示这一次），同事用它自己设口令',
  body: v.strictObject({ orgId: id, role, displayName: staffName }),
  answer: madeInvitation,
})

/** A colleague forgot the password: a code to choose another. */
export const createPasswordReset = endpoint({
  method: 'POST',
  path: '/accounts/:accountId/reset',
  access: governors,
  summary: '同事忘了口令：得到一次性重设码（只显示这一次）',
  params: v.strictObject({ accountId: id }),
  answer: madeInvitation,
})

/** Invitations of an organisation, newest first. */
export const listInvitations = endpoint({
  method: 'GET',
  path: '/invitations',
  access: governors,
  summary: '一个单位发出的邀请',
  query: v.strictObject({ orgId: id }),
  answer: v.strictObject({ items: v.pipe(v.array(invitationSchema), v.maxLength(200)) }),
})

/** Takes an invitation back. */
export const revokeInvitation = endpoint({
  method: 'DELETE',
  path: '/invitations/:invitationId',
  access: governors,
  summary: '收回一个邀请',
  params: v.strictObject({ invitationId: id }),
  answer: v.strictObject({ revokedAt: instant }),
})

/** What an invitation is for, to be shown before it is accepted. */
export const openInvitation = endpoint({
  method: 'POST',
  path: '/invitations/open',
  access: 'public',
  summary: '看一个邀请码是谁发的、给谁的',
  body: v.strictObject({ code: secretCode }),
  answer: v.strictObject({
    kind: v.picklist(['invite', 'reset']),
    orgName: shownLine(60),
    displayName: shownLine(60),
    role,
    /** The name to sign in with, when the account exists already. */
    loginName: v.nullable(loginName),
    expiresAt: instant,
  }),
})

/** Accepts an invitation with a password of one's own, and is signed in. */
export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/invitations/accept',
  access: 'public',
  summary: '接受邀请：自己起登录名、设口令，随即登录；邀请码从此无效',
  body: v.strictObject({ code: secretCode, loginName: v.exactOptional(loginName), password: newPassword }),
  answer: staffSessionSchema,
})
