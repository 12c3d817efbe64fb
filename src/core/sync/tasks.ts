import * as v from 'valibot'
import { endpoint } from './endpoint.ts'
import { count, id, instant } from './wire.ts'

const calendarDate = v.pipe(v.string(), v.isoDate())
const issuers = { staff: ['collector', 'reviewer', 'admin'] } as const

/** Tokens of one task: none is made that would not be shown. */
export const mostTokens = 1000
/** Tasks in one answer, the newest; the rest are asked for by organisation. */
export const mostTasks = 1000

/** A token of a task as its unit sees it; the token itself is shown once, when it is made. */
const taskTokenSchema = v.strictObject({
  id,
  createdAt: instant,
  expiresAt: v.nullable(instant),
  revokedAt: v.nullable(instant),
})

/** A task the server takes submissions for. */
export const serverTaskSchema = v.strictObject({
  /** The id inside the signed `.task`. */
  id,
  orgId: id,
  deadline: v.nullable(calendarDate),
  createdAt: instant,
  submissions: count,
  tokens: v.pipe(v.array(taskTokenSchema), v.maxLength(mostTokens)),
})

/** A task the server takes submissions for. */
export type ServerTask = v.InferOutput<typeof serverTaskSchema>

/** A token of a task: the mark of what it is, and 256 random bits. */
const taskToken = v.pipe(v.string(), v.regex(/^cbt_[\w-]{43}$/))

/**
 * Opens a task for uploads and gives its first token. With `token`, one this server made and has lost: it was restored
 * from a backup older than the task, whose link is out. What is there stays as it is, also a token that was taken back.
 */
export const createTask = endpoint({
  method: 'POST',
  path: '/tasks',
  access: issuers,
  summary: '为采集任务开通网上报送，得到写进任务文件的令牌（只显示这一次）；带 token 时把恢复旧备份后丢了的令牌放回去',
  body: v.strictObject({
    id,
    orgId: id,
    deadline: v.exactOptional(calendarDate),
    /** When the first token ends; without a word it does not. */
    expiresAt: v.exactOptional(instant),
    token: v.exactOptional(taskToken),
  }),
  answer: v.strictObject({ task: serverTaskSchema, token: v.string() }),
})

/** Tasks of an organisation and those below. */
export const listTasks = endpoint({
  method: 'GET',
  path: '/tasks',
  access: issuers,
  summary: `本单位及以下的采集任务，至多 ${mostTasks} 个，新开通的在前；带 orgId 时只列一个单位的`,
  query: v.strictObject({ orgId: v.exactOptional(id) }),
  answer: v.strictObject({ items: v.pipe(v.array(serverTaskSchema), v.maxLength(mostTasks)) }),
})

/** One more token for a task. */
export const createTaskToken = endpoint({
  method: 'POST',
  path: '/tasks/:taskId/tokens',
  access: issuers,
  summary: `再发一个令牌；一个任务至多 ${mostTokens} 个，满了答 TASK_TOKENS_FULL`,
  params: v.strictObject({ taskId: id }),
  body: v.strictObject({ expiresAt: v.exactOptional(instant) }),
  answer: v.strictObject({ id, token: v.string() }),
})

/** Takes a token back; what was uploaded with it stays. */
export const revokeTaskToken = endpoint({
  method: 'DELETE',
  path: '/tasks/:taskId/tokens/:tokenId',
  access: issuers,
  summary: '收回一个令牌；已经收到的不受影响',
  params: v.strictObject({ taskId: id, tokenId: id }),
  answer: v.strictObject({ revokedAt: instant }),
})
