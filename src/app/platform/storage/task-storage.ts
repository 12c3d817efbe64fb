import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { isSameSigner } from '#core/certificate/same-signer.ts'
import { readTask, signedTask } from '#core/task/read-task.ts'
import type { Task } from '#core/task/task.ts'
import { attempt } from './attempt.ts'
import type { CaibaoDatabase } from './caibao-database.ts'
import type { StorageError } from './storage-error.ts'

/** A task the person accepted on this device. */
export interface AcceptedTask {
  readonly task: Task
  readonly acceptedAt: number
}

/** Why a task is not kept. */
export type TaskStorageError = StorageError | AppError<'TASK_SIGNER_CHANGED'>

/** The tasks of this device. */
export interface TaskStorage {
  /** Accepted last first. */
  list(): Promise<Result<readonly AcceptedTask[], StorageError>>
  get(id: string): Promise<Result<AcceptedTask | undefined, StorageError>>
  /** Keeps a task; one issued again takes the place of the earlier one, if the same unit signed it, with whichever key. */
  put(accepted: AcceptedTask): Promise<Result<void, TaskStorageError>>
  remove(id: string): Promise<Result<void, StorageError>>
}

const rowSchema = v.object({ id: v.string(), text: v.string(), signer: v.string(), acceptedAt: v.number() })

/** A row is believed as far as its signature: what was changed on the disk is no task. */
async function acceptedOf(stored: unknown): Promise<AcceptedTask | undefined> {
  const row = v.safeParse(rowSchema, stored)
  const task = row.success ? await readTask(row.output.text) : undefined
  return row.success && task?.ok ? { task: task.value, acceptedAt: row.output.acceptedAt } : undefined
}

/** Tasks in IndexedDB. */
export function dexieTaskStorage({ tasks }: Pick<CaibaoDatabase, 'tasks'>): TaskStorage {
  return {
    list: () =>
      attempt('read', async () => {
        const accepted = await Promise.all((await tasks.toArray()).map(acceptedOf))
        return accepted.filter((task) => task !== undefined).sort((a, b) => b.acceptedAt - a.acceptedAt)
      }),
    get: (id) => attempt('read', async () => acceptedOf(await tasks.get(id))),
    async put({ task, acceptedAt }) {
      const { content, signer, text } = task
      const put = await attempt('write', async () => {
        const standing = await acceptedOf(await tasks.get(content.id))
        const isSame = !standing || (await isSameSigner(signedTask(standing.task), signedTask(task)))
        if (isSame) await tasks.put({ id: content.id, text, signer, acceptedAt })
        return isSame
      })
      if (!put.ok) return put
      return put.value ? ok(undefined) : fail('TASK_SIGNER_CHANGED', {})
    },
    remove: (id) => attempt('write', () => tasks.delete(id)),
  }
}
