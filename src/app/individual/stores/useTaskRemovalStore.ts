import { defineStore } from 'pinia'
import { ref } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import { useOutboxStore } from './useOutboxStore.ts'
import { useTaskStore } from './useTaskStore.ts'

/** What keeps a task on this device. */
export type TaskUse = 'unknown' | 'records' | 'sent' | 'locked'

/** 移除: a task goes when nothing is sent by it, returned by it or filled in by it any more. */
export const useTaskRemovalStore = defineStore('task-removal', () => {
  const { exchange } = usePlatform()
  const tasks = useTaskStore()
  const outbox = useOutboxStore()
  const isKnown = ref(false)

  const followersOf = (id: string): number =>
    tasks.drafts.filter(({ deletedAt, declarations }) => deletedAt === null && declarations['task'] === id).length

  /** What a task is still needed for. By it alone a submission finds its server, and who may return one is told. */
  function keptBy(id: string): TaskUse | undefined {
    if (!isKnown.value) return 'unknown'
    if (followersOf(id) > 0) return 'records'
    if (outbox.entries.some(({ taskId }) => taskId === id)) return 'sent'
    return tasks.hasLocked ? 'locked' : undefined
  }

  async function refresh(): Promise<void> {
    const [isRead] = await Promise.all([tasks.refresh(), outbox.refresh()])
    if (outbox.error) tasks.error = outbox.error
    isKnown.value = isRead && !outbox.error
  }

  /** Removes a task, unless something came to need it since it was shown: in another tab too. */
  async function remove(id: string): Promise<void> {
    tasks.error = undefined
    await refresh()
    if (keptBy(id) !== undefined) return
    const removed = await (await exchange()).tasks.remove(id)
    if (!removed.ok) tasks.error = removed.error
    await tasks.refresh()
  }

  return { followersOf, keptBy, refresh, remove }
})
