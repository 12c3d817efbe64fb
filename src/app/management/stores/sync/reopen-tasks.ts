import type { UnitStorage } from '#app/platform/storage/unit-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { createTask } from '#core/sync/tasks.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { readTask } from '#core/task/read-task.ts'
import type { TaskContent } from '#core/task/task.ts'
import type { SyncDesk, SyncState } from './sync-desk.ts'

/** What this device issued. */
export async function issuedTasks({ tasks }: Pick<UnitStorage, 'tasks'>): Promise<Result<readonly TaskContent[]>> {
  const stored = await tasks()
  if (!stored.ok) return stored
  const read = await Promise.all(stored.value.fitting.map(({ text }) => readTask(text)))
  return ok(read.flatMap((task) => (task.ok ? [task.value.content] : [])))
}

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
