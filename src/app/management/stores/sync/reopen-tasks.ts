import { ok } from '#core/errors/result.ts'
import { createTask } from '#core/sync/tasks.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import type { SyncDesk, SyncState } from './sync-desk.ts'

/**
 * Opens the tasks of this device again at a server that may have lost them: their links are out, and with the same token
 * everybody's submission arrives as if nothing had happened. What the server has stays as it is.
 */
export async function reopenTasks({ server, issued }: SyncDesk, { orgId, kid }: SyncState): Promise<Answered<void>> {
  const tasks = await issued()
  if (!tasks.ok) return refuse('needsPerson', tasks)
  for (const { id, deadline, token, serverKey } of tasks.value) {
    if (token === undefined || serverKey !== kid) continue
    const body = { id, orgId, token, ...(deadline !== undefined && { deadline }) }
    const opened = await server.ask(createTask, { body })
    // Whatever is wrong with one of them, e.g. that it is another unit's by now, stands in nobody else's way.
    if (!opened.ok && opened.remedy === 'retry') return opened
  }
  return ok(undefined)
}
