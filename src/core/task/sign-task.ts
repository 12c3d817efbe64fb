import { signFile } from '#core/signed/sign-file.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { type TaskContent, taskKind } from './task.ts'

/** Text of a `.task` file signed by the unit. */
export function signTask(content: TaskContent, key: SigningKey): Promise<string> {
  return signFile(taskKind, content, key)
}
