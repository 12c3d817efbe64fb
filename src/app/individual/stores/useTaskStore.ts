import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Draft } from '#app/platform/storage/draft-storage.ts'
import type { AcceptedTask } from '#app/platform/storage/task-storage.ts'
import { useToday } from '#app/shared/composables/useToday.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { Standing } from '#core/certificate/check-certificates.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { fixedValues } from '#core/task/fixed-values.ts'
import { acceptableTask, readTask } from '#core/task/read-task.ts'
import type { Task } from '#core/task/task.ts'
import { readTaskFragment, taskToFragment } from '#core/task/task-link.ts'
import { freshRecord } from './fresh-record.ts'
import { proveTask, topKeysOf } from './prove-task.ts'

/** 采集任务: the one being looked at, and those accepted on this device. */
export const useTaskStore = defineStore('tasks', () => {
  const { exchange, storage, clock } = usePlatform()
  const { scheme } = useSchemeStore()
  const candidate = shallowRef<Task>()
  const error = shallowRef<AppError>()
  const accepted = shallowRef<readonly AcceptedTask[]>([])
  const drafts = shallowRef<readonly Draft[]>([])
  /** Behind a passphrase there are more, which nothing can be told of. */
  const hasLocked = ref(false)
  /** Those accepted are listed; until then there may be some. */
  const isListed = ref(false)
  /** A draft that is to follow a task as soon as it is open for writing. */
  const pending = shallowRef<{ readonly draftId: string; readonly taskId: string }>()

  // Pressed twice, it begins one record.
  let isKeeping = false

  const thisDay = useToday(clock)
  const today = computed(thisDay)
  /** What the certificates of the one being looked at prove today. */
  const proof = shallowRef<Result<Standing>>()
  /** Topmost keys of the tasks accepted before, by the code of their unit: compared once, known from then on. */
  const knownTops = shallowRef<ReadonlyMap<string, string>>(new Map())
  const refusal = computed(() => {
    const acceptable = candidate.value && acceptableTask(candidate.value.content, scheme.id, today.value)
    if (acceptable && !acceptable.ok) return acceptable.error
    return proof.value?.ok === false ? proof.value.error : undefined
  })

  async function offer(read: Result<Task>): Promise<void> {
    proof.value = read.ok ? await proveTask(read.value, clock.now()) : undefined
    candidate.value = read.ok ? read.value : undefined
    error.value = read.ok ? undefined : read.error
  }
  const offerText = async (text: string): Promise<void> => offer(await readTask(text))
  const offerFragment = async (fragment: string): Promise<void> => offer(await readTaskFragment(fragment))

  function dismiss(): void {
    candidate.value = undefined
    error.value = undefined
  }

  /** Reads what is on this device; true when all of it could be read. */
  async function refresh(): Promise<boolean> {
    const { tasks } = await exchange()
    const [listed, stored] = await Promise.all([tasks.list(), storage.list()])
    if (listed.ok) {
      accepted.value = listed.value
      isListed.value = true
      knownTops.value = await topKeysOf(listed.value.map(({ task }) => task))
    } else error.value = listed.error
    if (!stored.ok) {
      error.value = stored.error
      return false
    }
    drafts.value = stored.value.flatMap((entry) => (entry.kind === 'draft' ? [entry.draft] : []))
    hasLocked.value = stored.value.some(({ kind }) => kind === 'locked')
    return listed.ok
  }

  /** Keeps the task; true when it is kept. */
  async function keep(task: Task): Promise<boolean> {
    const { tasks } = await exchange()
    const kept = await tasks.put({ task, acceptedAt: clock.now() })
    if (!kept.ok) error.value = kept.error
    return kept.ok
  }

  /** A new draft that follows the task; its id. */
  async function startDraft(task: Task): Promise<string | undefined> {
    const fresh = freshRecord(scheme)
    const record = { ...fresh, basic: fixedValues(task.content) }
    const created = await storage.create({ id: record.id, record, declarations: { task: task.content.id } })
    if (created.ok) return record.id
    error.value = created.error
    return undefined
  }

  /** Accepts the task for a draft, or for a new one; the id of the draft to go to. */
  async function accept(draftId: string | undefined): Promise<string | undefined> {
    const task = candidate.value
    if (!task || refusal.value || isKeeping) return undefined
    isKeeping = true
    const isKept = await keep(task).finally(() => (isKeeping = false))
    if (!isKept) return undefined
    candidate.value = undefined
    if (draftId === undefined) return startDraft(task)
    pending.value = { draftId, taskId: task.content.id }
    return draftId
  }

  /** The link that carries the task to a colleague's browser. */
  const linkOf = async (task: Task): Promise<string> => `${location.origin}/tasks${await taskToFragment(task)}`

  return {
    candidate,
    error,
    accepted,
    isListed,
    drafts,
    pending,
    today,
    proof,
    knownTops,
    refusal,
    hasLocked,
    offerText,
    offerFragment,
    dismiss,
    refresh,
    startDraft,
    accept,
    linkOf,
  }
})
