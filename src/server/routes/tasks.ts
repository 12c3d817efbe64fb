import { fail, ok } from '#core/errors/result.ts'
import { createTask, createTaskToken, listTasks, revokeTaskToken } from '#core/sync/tasks.ts'
import { inScope } from '../access/scope.ts'
import { issueToken, openTask, revokeToken, taskById, tasksBelow } from '../store/tasks.ts'
import { route } from './route.ts'

/** `/tasks`: where uploads are taken, and the tokens that open it. */
export const taskRoutes = [
  route(createTask, async ({ body, caller, services: { store, now } }) => {
    const { id, orgId, deadline, expiresAt = null } = body
    const allowed = await inScope(store.reader, caller, orgId)
    if (!allowed.ok) return allowed
    const token = await store.write(async (writer) => {
      const isOurs = await openTask(writer, { id, orgId, ...(deadline && { deadline }) }, now())
      return isOurs ? issueToken(writer, id, { now: now(), expiresAt }) : undefined
    })
    const task = token && (await taskById(store.reader, id))
    return task && token ? ok({ task, token: token.token }) : fail('SERVER_CONFLICT', { where: 'id' })
  }),
  route(listTasks, async ({ query: { orgId }, caller, services: { store } }) => {
    const allowed = orgId === undefined ? ok(undefined) : await inScope(store.reader, caller, orgId)
    if (!allowed.ok) return allowed
    return ok({ items: [...(await tasksBelow(store.reader, { path: caller.orgPath, orgId }))] })
  }),
  route(createTaskToken, async ({ params: { taskId }, body: { expiresAt = null }, caller, services }) => {
    const { store, now } = services
    const task = await taskById(store.reader, taskId)
    if (!task) return fail('SERVER_ADDRESS_UNKNOWN', {})
    const allowed = await inScope(store.reader, caller, task.orgId)
    if (!allowed.ok) return allowed
    return ok(await store.write((writer) => issueToken(writer, taskId, { now: now(), expiresAt })))
  }),
  route(revokeTaskToken, async ({ params: { taskId, tokenId }, caller, services: { store, now } }) => {
    const task = await taskById(store.reader, taskId)
    if (!task) return fail('SERVER_ADDRESS_UNKNOWN', {})
    const allowed = await inScope(store.reader, caller, task.orgId)
    if (!allowed.ok) return allowed
    const revokedAt = await store.write((writer) => revokeToken(writer, { taskId, tokenId, now: now() }))
    return revokedAt === undefined ? fail('SERVER_ADDRESS_UNKNOWN', {}) : ok({ revokedAt })
  }),
]
