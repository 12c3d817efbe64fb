import type { ServerDesk } from '#app/platform/sync-client/server-desk.ts'
import { ok } from '#core/errors/result.ts'
import type { WaitingSlip } from '#core/sync/return-slips.ts'
import type { Answered } from '#core/sync/wire-answer.ts'
import type { TaskContent } from '#core/task/task.ts'

interface Fetching {
  readonly server: Pick<ServerDesk, 'isHere' | 'slips' | 'markRead'>
  /** Deals with one slip; false when it must be read again later. */
  readonly take: (slip: WaitingSlip) => Promise<boolean>
}

/** The newest task of each key that tasks say the server here has, newest first: any of them is answered for all. */
function tasksToAskBy(tasks: readonly TaskContent[], server: Pick<ServerDesk, 'isHere'>): Iterable<TaskContent> {
  const newest = new Map<string, TaskContent>()
  for (const task of tasks) {
    const key = task.serverKey ?? ''
    if (server.isHere(task) && !newest.has(key)) newest.set(key, task)
  }
  return newest.values()
}

async function fetchBy(task: TaskContent, { server, take }: Fetching): Promise<Answered<void>> {
  let isEveryTaken = true
  let page = await server.slips(task)
  // A server that names no place further on has said everything.
  for (let behind = -1; page.ok && page.value.items.length > 0 && page.value.next > behind;) {
    behind = page.value.next
    for (const item of page.value.items) {
      // One that waits, its record being locked, holds up nobody else's; it is asked for again from its place on.
      if (!(await take(item))) isEveryTaken = false
      if (isEveryTaken) await server.markRead(item)
    }
    page = await server.slips(task, behind)
  }
  return page.ok ? ok(undefined) : page
}

/**
 * Fetches the return slips that wait at the server here. It is asked by the newest task; one that names another key is of
 * the server of before, or of after: then the next one is tried. Nothing when no task speaks of this server.
 */
export async function fetchSlips(
  tasks: readonly TaskContent[],
  fetching: Fetching,
): Promise<Answered<void> | undefined> {
  let refused: Answered<void> | undefined
  for (const task of tasksToAskBy(tasks, fetching.server)) {
    const fetched = await fetchBy(task, fetching)
    if (fetched.ok || fetched.error.code !== 'SERVER_KEY_OTHER') return fetched
    refused ??= fetched
  }
  return refused
}

/** The addresses of other servers that tasks name: what waits there is not fetched from here. */
export function serversElsewhere(tasks: readonly TaskContent[], server: Pick<ServerDesk, 'isHere'>): readonly string[] {
  const others = tasks.flatMap((task) =>
    task.server === undefined || server.isHere(task) ? [] : [new URL(task.server).origin],
  )
  return [...new Set(others)]
}
