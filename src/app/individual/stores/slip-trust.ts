import type { TaskStorage } from '#app/platform/storage/task-storage.ts'
import { isSameSigner } from '#core/certificate/same-signer.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { ReturnSlip } from '#core/return-slip/return-slip.ts'
import { signedTask } from '#core/task/read-task.ts'

/** Whether the signer is the unit of a task of the record: it is, there is no task to compare with, or it is another. */
export type SignerTrust = 'task' | 'unknown' | 'other'

/** The task a submission was signed for and the one its draft follows now, as far as there are any. */
export type TasksOfRecord = readonly (string | undefined)[]

async function trustBy(
  slip: ReturnSlip,
  taskId: string,
  tasks: Pick<TaskStorage, 'get'>,
): Promise<Result<SignerTrust>> {
  const accepted = await tasks.get(taskId)
  if (!accepted.ok) return accepted
  if (!accepted.value) return ok('unknown')
  const { content, signer, certificates } = slip
  const now = { unit: content.unit, signer, certificates, at: content.returnedAt }
  return ok((await isSameSigner(signedTask(accepted.value.task), now)) ? 'task' : 'other')
}

/**
 * Compares the signer of a slip with those of the tasks of its record. One of them is enough: the unit that was handed
 * in to may return it, also after the draft left its task. A task that cannot be read says nothing against the signer.
 */
export async function signerTrust(
  slip: ReturnSlip,
  ofRecord: TasksOfRecord,
  tasks: Pick<TaskStorage, 'get'>,
): Promise<Result<SignerTrust>> {
  const ids = new Set(ofRecord.flatMap((id) => (id === undefined || id === '' ? [] : [id])))
  const found = await Promise.all([...ids].map((id) => trustBy(slip, id, tasks)))
  const trusts = new Set(found.flatMap((trust) => (trust.ok ? [trust.value] : [])))
  if (trusts.has('task')) return ok('task')
  return found.find(({ ok: isRead }) => !isRead) ?? ok(trusts.has('other') ? 'other' : 'unknown')
}
