import { fail, ok } from '#core/errors/result.ts'
import { createTask, createTaskToken, listTasks, revokeTaskToken } from '#core/sync/tasks.ts'
import { ownOnly } from '../access/scope.ts'
import { issueAnother, openTask, restoreToken, revokeToken, taskById, tasksBelow } from '../store/tasks.ts'
import type { Services } from './route.ts'
import { staffRoute } from './staff-route.ts'

async function orgOfTask({ store }: Services, taskId: string): Promise<readonly string[] | undefined> {
  const task = await taskById(store.reader, taskId)
  return task && [task.orgId]
}

/** `/tasks`: where uploads are taken, and the tokens that open it. */
export const taskRoutes = [
  staffRoute(
    createTask,
    ({ body }) => [body.orgId],
    async ({ body, services: { store, now } }) => {
      const { id, orgId, deadline, expiresAt = null, token: lost } = body
      const token = await store.write(async (writer) => {
        const isOurs = await openTask(writer, { id, orgId, ...(deadline && { deadline }) }, now())
        if (!isOurs) return undefined
        if (lost === undefined) return (await issueAnother(writer, id, { now: now(), expiresAt }))?.token
        return (await restoreToken(writer, id, { token: lost, now: now(), expiresAt })) ? lost : undefined
      })
      const task = token !== undefined && (await taskById(store.reader, id))
      return task ? ok({ task, token }) : fail('SERVER_CONFLICT', { where: 'id' })
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
      return made ? ok(made) : fail('SERVER_CONFLICT', { where: 'tokens' })
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
