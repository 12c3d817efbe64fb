import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { answersInOrder } from '#app/shared/answers-in-order.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { listTasks, mostTasks, revokeTaskToken, type ServerTask } from '#core/sync/tasks.ts'
import { askingByHand } from './by-hand.ts'
import { forgetWithAccount } from './forget-with-account.ts'

/** Tasks that are open for uploads, and the tokens that open them. */
export const useTokensStore = defineStore('tokens', () => {
  const ask = askingByHand(usePlatform().staffServer)
  const tasks = shallowRef<readonly ServerTask[]>()
  const error = shallowRef<AppError>()
  /** Whose tasks were asked for last, '' for all of one's own and below: answers about others come too late. */
  let wanted = ''
  const askInOrder = answersInOrder()
  function turnTo(orgId: string): void {
    wanted = orgId
    tasks.value = undefined
    error.value = undefined
  }
  forgetWithAccount(() => turnTo(''))

  /** Asks anew; what was shown of the same organisation stays until the answer comes. */
  async function load(orgId = wanted): Promise<void> {
    if (orgId !== wanted) turnTo(orgId)
    const isInOrder = askInOrder()
    const listed = await ask(listTasks, { query: orgId === '' ? {} : { orgId } })
    if (orgId !== wanted || !isInOrder()) return
    error.value = listed.ok ? undefined : listed.error
    if (listed.ok) tasks.value = listed.value.items
  }

  /** Takes a token back; the task is opened by none that was taken back. */
  async function revoke(taskId: string, tokenId: string): Promise<boolean> {
    const revoked = await ask(revokeTaskToken, { params: { taskId, tokenId } })
    if (revoked.ok) await load()
    else error.value = revoked.error
    return revoked.ok
  }

  /** Whether there may be more than are told at once. */
  const isCut = computed(() => tasks.value?.length === mostTasks)

  return { tasks, isCut, error, load, revoke }
})
