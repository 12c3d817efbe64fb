import { fail, ok } from '#core/errors/result.ts'
import { createTask, createTaskToken, listTasks, mostTokens, revokeTaskToken } from '#core/sync/tasks.ts'
import { ifStillInScope, ownOnly } from '../access/scope.ts'
import { appendToLog } from '../store/append-to-log.ts'
import type { Writer } from '../store/database.ts'
import type { LogFacts } from '../store/log.ts'
import type { LogKind } from '../store/log-kinds.ts'
import { issueAnother, openWithToken, revokeToken, taskById, tasksBelow } from '../store/tasks.ts'
import type { Services, StaffCaller } from './route.ts'
import { staffRoute } from './staff-route.ts'

async function orgOfTask({ store }: Services, taskId: string): Promise<readonly string[] | undefined> {
  const task = await taskById(store.reader, taskId)
  return task && [task.orgId]
}

const tokensFull = fail('TASK_TOKENS_FULL', { most: mostTokens })
const unknown = fail('SERVER_ADDRESS_UNKNOWN', {})

/** Who changes what at which task. */
interface Change {
  readonly caller: StaffCaller
  readonly orgId: string
  readonly taskId: string
  readonly now: number
}

/** What one change leaves in the log; of a token its id alone. */
const entryOf = ({ caller, orgId, taskId, now }: Change, kind: LogKind, token?: string): LogFacts => ({
  at: now,
  kind,
  orgId,
  facts: { by: caller.accountId, task: taskId, ...(token !== undefined && { token }) },
})

/** What a change touches, and who makes it. */
const within = ({ caller, orgId }: Change) => ({ concerns: [orgId], caller })

/** Opens a task, or finds it open, with the token that opens it. */
const open = (writer: Writer, change: Change, { lost, expiresAt, deadline }: Opening) =>
  ifStillInScope(writer, within(change), async () => {
    const { orgId, taskId: id, now } = change
    const isThere = (await taskById(writer, id)) !== undefined
    const task = { id, orgId, ...(deadline !== undefined && { deadline }) }
    const opened = await openWithToken(writer, task, { lost, now, expiresAt })
    if (typeof opened === 'string') return opened
    await appendToLog(writer, [
      ...(isThere ? [] : [entryOf(change, 'taskOpened')]),
      ...(opened.id === undefined ? [] : [entryOf(change, 'tokenIssued', opened.id)]),
    ])
    return opened
  })

interface Opening {
  readonly lost: string | undefined
  readonly expiresAt: number | null
  readonly deadline: string | undefined
}

const issue = (writer: Writer, change: Change, expiresAt: number | null) =>
  ifStillInScope(writer, within(change), async () => {
    const made = await issueAnother(writer, change.taskId, { now: change.now, expiresAt })
    if (!made) return 'full'
    await appendToLog(writer, [entryOf(change, 'tokenIssued', made.id)])
    return made
  })

const revoke = (writer: Writer, change: Change, tokenId: string) =>
  ifStillInScope(writer, within(change), async () => {
    const revoked = await revokeToken(writer, { taskId: change.taskId, tokenId, now: change.now })
    if (revoked?.isNew === true) await appendToLog(writer, [entryOf(change, 'tokenRevoked', tokenId)])
    return revoked
  })

/** `/tasks`: where uploads are taken, and the tokens that open it. */
export const taskRoutes = [
  staffRoute(
    createTask,
    ({ body }) => [body.orgId],
    async ({ body, caller, services: { store, now } }) => {
      const { id, orgId, deadline, expiresAt = null, token: lost } = body
      const change = { caller, orgId, taskId: id, now: now() }
      const opened = await store.write((writer) => open(writer, change, { lost, expiresAt, deadline }))
      if (opened === undefined) return unknown
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
    async ({ params: { taskId }, body: { expiresAt = null }, caller, services }) => {
      const { store, now } = services
      const [orgId = ''] = (await orgOfTask(services, taskId)) ?? []
      const made = await store.write((writer) => issue(writer, { caller, orgId, taskId, now: now() }, expiresAt))
      if (made === undefined) return unknown
      return made === 'full' ? tokensFull : ok(made)
    },
  ),
  staffRoute(
    revokeTaskToken,
    ({ params, services }) => orgOfTask(services, params.taskId),
    async ({ params: { taskId, tokenId }, caller, services }) => {
      const { store, now } = services
      const [orgId = ''] = (await orgOfTask(services, taskId)) ?? []
      const revoked = await store.write((writer) => revoke(writer, { caller, orgId, taskId, now: now() }, tokenId))
      return revoked ? ok({ revokedAt: revoked.revokedAt }) : unknown
    },
  ),
]
