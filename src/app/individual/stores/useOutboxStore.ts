import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { handedOverText, type StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { isDue, justAdded, nextOutboxState, type OutboxEvent } from '#core/sync/outbox.ts'
import type { Task } from '#core/task/task.ts'

/** The lists of the outbox, in the order of the screen. */
export const outboxLists = ['waiting', 'delivered', 'returned'] as const

/** One of the lists of the outbox. */
export type OutboxList = (typeof outboxLists)[number]

const listOf = ({ state }: OutboxEntry): OutboxList =>
  state.name === 'delivered' || state.name === 'returned' ? state.name : 'waiting'

/** Submissions on their way to the unit: 待同步, 已送达, 被退回. */
export const useOutboxStore = defineStore('outbox', () => {
  const { exchange, clock, files } = usePlatform()
  const entries = shallowRef<readonly OutboxEntry[]>([])
  const error = shallowRef<AppError>()
  const isLoaded = ref(false)
  const lists = computed(() =>
    outboxLists.map((name) => ({ name, entries: entries.value.filter((entry) => listOf(entry) === name) })),
  )

  /** The last returned submission of each draft that has none newer on its way. */
  const returnedDrafts = computed(() => {
    const newest = new Map<string, OutboxEntry>()
    for (const entry of entries.value) if (!newest.has(entry.draftId)) newest.set(entry.draftId, entry)
    return [...newest.values()].filter(({ state }) => state.name === 'returned')
  })

  /** Submissions that lie with their unit. */
  const deliveredDigests = computed(
    () => new Set(entries.value.filter(({ state }) => state.name === 'delivered').map(({ digest }) => digest)),
  )

  async function refresh(): Promise<void> {
    const { outbox } = await exchange()
    const listed = await outbox.list()
    isLoaded.value = true
    error.value = listed.ok ? undefined : listed.error
    if (listed.ok) entries.value = listed.value
  }

  async function happen(digest: string, event: OutboxEvent): Promise<void> {
    const { outbox } = await exchange()
    const updated = await outbox.update(digest, (state) => nextOutboxState(state, event, clock.now()))
    await refresh()
    if (!updated.ok) error.value = updated.error
  }

  /** Sends what is due; an attempt that two tabs make at once is harmless: delivery is known by the digest. */
  async function deliver(entry: OutboxEntry): Promise<void> {
    if (!isDue(entry.state, clock.now())) return
    const { tasks, transport } = await exchange()
    const accepted = entry.taskId === undefined ? undefined : await tasks.get(entry.taskId)
    const content = accepted?.ok ? accepted.value?.task.content : undefined
    const { digest, text } = entry
    const result = await transport.send({ digest, text, server: content?.server, token: content?.token })
    await happen(digest, { kind: 'attempted', result })
  }

  async function deliverDue(): Promise<void> {
    await refresh()
    for (const entry of entries.value) await deliver(entry)
  }

  /** Puts a submission just generated into the outbox and tries to deliver it. */
  async function add(submission: StoredSubmission, task: Task | undefined): Promise<void> {
    const { outbox } = await exchange()
    const { digest, draftId, personName, fileName, revision } = submission
    const added = await outbox.add({
      digest,
      draftId,
      personName,
      fileName,
      revision,
      text: handedOverText(submission),
      unitName: task?.content.unit.name ?? '',
      ...(task && { taskId: task.content.id }),
      addedAt: clock.now(),
      state: justAdded(clock.now()),
    })
    if (!added.ok) error.value = added.error
    await deliverDue()
  }

  async function save({ fileName, text }: OutboxEntry): Promise<void> {
    await files.save({ fileName, text, type: 'application/json' })
  }

  const markHandedOver = (digest: string): Promise<void> => happen(digest, { kind: 'handedOver' })

  async function retry(digest: string): Promise<void> {
    await happen(digest, { kind: 'retryAsked' })
    await deliverDue()
  }

  return {
    entries,
    lists,
    returnedDrafts,
    deliveredDigests,
    error,
    isLoaded,
    refresh,
    deliverDue,
    add,
    save,
    markHandedOver,
    retry,
  }
})
