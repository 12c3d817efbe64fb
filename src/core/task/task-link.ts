import type { AppError } from '#core/errors/error-code.ts'
import { fail, type Result } from '#core/errors/result.ts'
import type { SignedFileError } from '#core/signed/read-signed-file.ts'
import { fragmentToSigned, signedToFragment } from '#core/signed/signed-link.ts'
import { readTask } from './read-task.ts'
import { type Task, taskKind } from './task.ts'

const name = 'task'

/** The fragment that carries a task that was read and verified; a bare one, for a code, without its certificates. */
export const taskToFragment = ({ text }: Task, isBare = false): Promise<string> =>
  signedToFragment(name, text, taskKind, isBare)

/** Whether the fragment of an address carries a task. */
export const isTaskFragment = (fragment: string): boolean => fragment.startsWith(`#${name}=`)

/** Reads the task in the fragment of a link with the reader of `.task` files. */
export async function readTaskFragment(
  fragment: string,
): Promise<Result<Task, SignedFileError | AppError<'TASK_LINK_DAMAGED'>>> {
  const text = await fragmentToSigned(name, fragment, taskKind)
  return text === undefined ? fail('TASK_LINK_DAMAGED', {}) : readTask(text)
}
