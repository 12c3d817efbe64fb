import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { listTasks, revokeTaskToken, type ServerTask } from '#core/sync/tasks.ts'
import { forgetWithAccount } from './forget-with-account.ts'

/** Tasks that are open for uploads, and the tokens that open them. */
export const useTokensStore = defineStore('tokens', () => {
  const { staffServer } = usePlatform()
  const tasks = shallowRef<readonly ServerTask[]>()
  const error = shallowRef<AppError>()
  forgetWithAccount(() => {
    tasks.value = []
  })

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  async function load(): Promise<void> {
    const listed = keep(await (await staffServer()).ask(listTasks))
    if (listed) tasks.value = listed.items
  }

  /** Takes a token back; the task is opened by none that was taken back. */
  async function revoke(taskId: string, tokenId: string): Promise<boolean> {
    const revoked = keep(await (await staffServer()).ask(revokeTaskToken, { params: { taskId, tokenId } }))
    if (revoked) await load()
    return revoked !== undefined
  }

  return { tasks, error, load, revoke }
})
