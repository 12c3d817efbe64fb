import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { handedOverText } from '#app/platform/storage/draft-storage.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { isDue, nextOutboxState, type OutboxEvent, receiptOf, type SendingOccasion } from '#core/sync/outbox.ts'
import type { Task } from '#core/task/task.ts'
import { syncWords } from '../words/sync.zh-CN.ts'
import { useBackupStore } from './useBackupStore.ts'
import { useLockStore } from './useLockStore.ts'

/** The lists of the outbox, in the order of the screen. */
export const outboxLists = ['waiting', 'delivered', 'returned'] as const

/** One of the lists of the outbox. */
export type OutboxList = (typeof outboxLists)[number]

const listOf = ({ state }: OutboxEntry): OutboxList =>
  state.name === 'delivered' || state.name === 'returned' ? state.name : 'waiting'

/** Submissions on their way to the unit: 待同步, 已送达, 被退回. */
export const useOutboxStore = defineStore('outbox', () => {
  const { exchange, storage, locks, clock, files } = usePlatform()
  const locked = useLockStore()
  const copies = useBackupStore()
  const entries = shallowRef<readonly OutboxEntry[]>([])
  const readError = shallowRef<AppError>()
  const writeError = shallowRef<AppError>()
  const error = computed(() => writeError.value ?? readError.value)
  const isLoaded = ref(false)
  const lists = computed(() =>
    outboxLists.map((name) => ({ name, entries: entries.value.filter((entry) => listOf(entry) === name) })),
  )

  /** The last returned submission of each draft that has none newer on its way. */
  const returnedDrafts = computed(() => {
    const newest = new Map<string, OutboxEntry>()
    // By revision: when each was added a clock says, which may have been set back between the two.
    for (const entry of entries.value)
      if (entry.revision > (newest.get(entry.draftId)?.revision ?? 0)) newest.set(entry.draftId, entry)
    return [...newest.values()].filter(({ state }) => state.name === 'returned')
  })

  /** Submissions that lie with their unit by the person's own word alone. */
  const handedOver = computed(
    () => new Set(entries.value.filter(({ state }) => receiptOf(state)?.by === 'hand').map(({ digest }) => digest)),
  )

  async function refresh(): Promise<void> {
    const { outbox } = await exchange()
    const listed = await outbox.list()
    readError.value = listed.ok ? undefined : listed.error
    if (!listed.ok) return
    entries.value = listed.value
    isLoaded.value = true
  }

  async function happen(digest: string, event: OutboxEvent): Promise<void> {
    const { outbox } = await exchange()
    const updated = await outbox.update(digest, (state) => nextOutboxState(state, event, clock.now()))
    await Promise.all([refresh(), copies.refresh()])
    writeError.value = updated.ok ? undefined : updated.error
  }

  /**
   * Sends what is due on this occasion; an attempt that two tabs make at once is harmless: delivery is known by the
   * digest.
   */
  async function deliverDue(occasion?: SendingOccasion): Promise<void> {
    await refresh()
    const due = entries.value.filter(({ state }) => isDue(state, clock.now(), occasion))
    if (due.length === 0) return
    const { deliverEntry } = await import('./deliver-entry.ts')
    for (const entry of due) {
      const result = await deliverEntry(entry, { exchange: await exchange(), storage, now: clock.now() })
      await happen(entry.digest, { kind: 'attempted', result })
    }
  }

  /** Whether a draft is behind a passphrase, though open in this page. */
  const isLocked = async (draftId: string): Promise<boolean> =>
    locked.isAnyOpen && (await (await locks()).load(draftId)).ok

  /** Tries to deliver what was just generated. */
  async function send(task: Task | undefined): Promise<void> {
    await deliverDue()
    if (task?.content.server !== undefined) await (await exchange()).occasions.askToWake()
  }

  async function save({ personName, fileName, text, digest }: OutboxEntry): Promise<void> {
    // Without a name it is of a locked record: what it is called is read from behind the lock, if that is open.
    const found = personName === '' ? await storage.getSubmission(digest) : undefined
    const stored = found?.ok ? found.value : undefined
    const kept = stored ? handedOverText(stored) : text
    if (kept !== '') await files.save({ fileName: stored?.fileName ?? fileName, text: kept, type: 'application/json' })
  }

  /** The server's signed word, for whoever wants to keep it. */
  async function saveReceipt({ state, personName, revision }: OutboxEntry): Promise<void> {
    const receipt = receiptOf(state)
    if (receipt?.text === undefined) return
    const fileName = syncWords.receiptFile(personName, revision)
    await files.save({ fileName, text: receipt.text, type: 'application/json' })
  }

  /** Its word from before it lost the submission. */
  async function saveFirstReceipt({ state, personName, revision }: OutboxEntry): Promise<void> {
    if (state.firstReceipt?.text === undefined) return
    const fileName = syncWords.firstReceiptFile(personName, revision)
    await files.save({ fileName, text: state.firstReceipt.text, type: 'application/json' })
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
    handedOver,
    error,
    isLoaded,
    isLocked,
    refresh,
    happen,
    deliverDue,
    send,
    save,
    saveReceipt,
    saveFirstReceipt,
    markHandedOver,
    retry,
  }
})
