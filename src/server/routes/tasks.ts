import { fail, ok } from '#core/errors/result.ts'
import { createTask, createTaskToken, listTasks, mostTokens, revokeTaskToken } from '#core/sync/tasks.ts'
import { ownOnly } from '../access/scope.ts'
import { issueAnother, openWithToken, revokeToken, taskById, tasksBelow } from '../store/tasks.ts'
import type { Services } from './route.ts'
import { staffRoute } from './staff-route.ts'

async function orgOfTask({ store }: Services, taskId: string): Promise<readonly string[] | undefined> {
  const task = await taskById(store.reader, taskId)
  return task && [task.orgId]
}

const tokensFull = fail('TASK_TOKENS_FULL', { most: mostTokens })

/** `/tasks`: where uploads are taken, and the tokens that open it. */
export const taskRoutes = [
  staffRoute(
    createTask,
    ({ body }) => [body.orgId],
    async ({ body, services: { store, now } }) => {
      const { id, orgId, deadline, expiresAt = null, token: lost } = body
      const task = { id, orgId, ...(deadline && { deadline }) }
      const opened = await store.write((writer) => openWithToken(writer, task, { lost, now: now(), expiresAt }))
      if (opened === 'full') return tokensFull
      const there = opened !== 'elsewhere' && (await taskById(store.reader, id))
      return there ? ok({ task: there, token: opened.token }) : fail('SERVER_CONFLICT', { where: 'id' })
    },
  ),
  staffRoute(
    listTasks,
    ({ query: { orgId } }) => (orgId === undefined ? ownOnly() : [orgId]),
    async ({ query: { orgId }, caller, services: { store } }) =>
      ok({ items: [...(await tasksBelow(store.reader, { path: caller.orgPath, orgId }))] }),
  ),
  staffRoute(
    createTaskToken,
    ({ params, services }) => orgOfTask(services, params.taskId),
    async ({ params: { taskId }, body: { expiresAt = null }, services: { store, now } }) => {
      const made = await store.write((writer) => issueAnother(writer, taskId, { now: now(), expiresAt }))
      return made ? ok(made) : tokensFull
    },
  ),
  staffRoute(
    revokeTaskToken,
    ({ params, services }) => orgOfTask(services, params.taskId),
    async ({ params: { taskId, tokenId }, services: { store, now } }) => {
      const revokedAt = await store.write((writer) => revokeToken(writer, { taskId, tokenId, now: now() }))
      return revokedAt === undefined ? fail('SERVER_ADDRESS_UNKNOWN', {}) : ok({ revokedAt })
    },
  ),
]
