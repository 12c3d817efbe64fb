import type { Context } from 'hono'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Services, TaskCaller } from '../routes/route.ts'

const bearer = /^Bearer ([\w.~-]{1,256})$/

/** Who calls with a task's token. */
export async function taskCaller(context: Context, { tokens }: Services): Promise<Result<TaskCaller>> {
  const header = context.req.header('Authorization')
  if (header === undefined) return fail('SERVER_TOKEN_BAD', { why: 'missing' })
  const token = bearer.exec(header)?.[1]
  const task = token === undefined ? 'unknown' : await tokens.add(token)
  return typeof task === 'string' ? fail('SERVER_TOKEN_BAD', { why: task }) : ok({ kind: 'task', ...task })
}
