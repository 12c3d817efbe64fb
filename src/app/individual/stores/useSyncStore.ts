import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { DraftEntry, LockedEntry, UnreadableEntry } from '#app/platform/storage/draft-storage.ts'
import { storageErrorOf } from '#app/platform/storage/storage-error.ts'
import type { SyncOccasions } from '#app/platform/sync-client/sync-occasions.ts'
import type { SyncLine } from '#app/platform/sync-client/sync-log.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeNewsStore } from '#app/shared/scheme/useSchemeNewsStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { SendingOccasion } from '#core/sync/outbox.ts'
import type { WaitingSlip } from '#core/sync/return-slips.ts'
import type { TaskContent } from '#core/task/task.ts'
import { askStandings } from './ask-standings.ts'
import { fetchSlips, serversElsewhere } from './fetch-slips.ts'
import { ofOtherKey } from './of-other-key.ts'
import { putUnsentOnItsWay } from './put-unsent-on-its-way.ts'
import { type LeftWaiting, takeSlip } from './take-slip.ts'
import { useBackupStore } from './useBackupStore.ts'
import { useOutboxStore } from './useOutboxStore.ts'
import { type MatchedSlip, useReturnSlipStore } from './useReturnSlipStore.ts'

const askAgainMs = 15 * 60_000
const shortestPauseMs = 5000

/** The records behind a passphrase, also while they are open. */
const lockedIds = (stored: readonly (DraftEntry | UnreadableEntry | LockedEntry)[]): ReadonlySet<string> =>
  new Set(
    stored.flatMap((each) =>
      each.kind === 'locked' ? each.id : each.kind === 'draft' && each.isLocked ? each.draft.id : [],
    ),
  )

/** 同步: whenever there may be a network, what waits is sent and what the unit says is fetched. */
export const useSyncStore = defineStore('sync', () => {
  const { exchange, clock, storage } = usePlatform()
  const outbox = useOutboxStore()
  const copies = useBackupStore()
  const slips = useReturnSlipStore()
  const news = useSchemeNewsStore()
  const lines = shallowRef<readonly SyncLine[]>([])
  const isRunning = ref(false)
  const metAt = ref<number>()
  const error = shallowRef<AppError>()
  const elsewhere = shallowRef<readonly string[]>([])
  const byOtherKey = shallowRef<ReadonlySet<string>>(new Set())
  /** Returns that wait at the server because their task is not on this device, as found when last fetched. */
  const leftWaiting = shallowRef<readonly LeftWaiting[]>([])
  const withoutTask = computed(() => leftWaiting.value.map(({ line }) => line))
  const told = new Set<string>()
  let cancelTimer = (): void => undefined
  let isStarted = false
  let isWished = false

  const nextAt = computed(() =>
    Math.min(...outbox.entries.map(({ state }) => (state.name === 'waiting' ? state.nextAt : Infinity))),
  )

  /** The accepted tasks, newest first. */
  async function acceptedTasks(): Promise<readonly TaskContent[]> {
    const accepted = await (await exchange()).tasks.list()
    return accepted.ok ? accepted.value.map(({ task }) => task.content) : []
  }

  /** Whether a slip is here already and its submission marked: a page may have been left between the two. */
  async function isKept(matched: MatchedSlip): Promise<boolean> {
    const sent = outbox.entries.find(({ digest }) => digest === matched.slip.content.submissionDigest)
    return (sent === undefined || sent.state.name === 'returned') && slips.isKept(matched)
  }

  /** Fetches the slips that wait, and lists those that wait on for want of their task. */
  async function fetchWaiting(tasks: readonly TaskContent[]): ReturnType<typeof fetchSlips> {
    const { server, log } = await exchange()
    const waiting: LeftWaiting[] = []
    const taking = { log, told, isKept, read: slips.read, keep: slips.keepMatched }
    async function take(slip: WaitingSlip): Promise<boolean> {
      const taken = await takeSlip(slip, { ...taking, now: clock.now() })
      if (typeof taken === 'object') waiting.push(taken)
      return taken === 'done'
    }
    const fetched = await fetchSlips(tasks, { server, take })
    if (fetched?.ok === true) leftWaiting.value = waiting.length > 0 ? waiting.map(await hidingLocked()) : waiting
    return fetched
  }

  async function syncAlone(occasion?: SendingOccasion): Promise<void> {
    const { server } = await exchange()
    const tasks = await acceptedTasks()
    await outbox.deliverDue(occasion)
    const fetched = await fetchWaiting(tasks)
    error.value = fetched?.ok === false ? fetched.error : undefined
    elsewhere.value = serversElsewhere(tasks, server)
    await outbox.refresh()
    if (fetched?.ok !== true) return
    metAt.value = clock.now()
    await askStandings(outbox.entries, { exchange: await exchange(), now: clock.now(), happen: outbox.happen })
  }

  /** Reads the log, and what is to be said of receipts. */
  async function refreshLog(): Promise<void> {
    await readLog()
    const { server } = await exchange()
    byOtherKey.value = await ofOtherKey(outbox.entries, server)
  }

  /** Names nobody whose record is behind a passphrase, open or not; one that cannot be looked up is taken for locked. */
  async function hidingLocked(): Promise<(left: LeftWaiting) => LeftWaiting> {
    const stored = await storage.list()
    const locked = stored.ok ? lockedIds(stored.value) : undefined
    return ({ draftId, line }) =>
      locked?.has(draftId) === false ? { draftId, line } : { draftId, line: { ...line, personName: '' } }
  }

  /** The same for what is shown, of records that were locked since. */
  async function hideLocked(): Promise<void> {
    if (leftWaiting.value.length === 0) return
    const hiding = await hidingLocked()
    leftWaiting.value = leftWaiting.value.map(hiding)
  }

  async function readLog(): Promise<void> {
    lines.value = await (await exchange()).log.list()
  }

  // Whatever locks a record reads the outbox again. What cannot be read now stands there as it was.
  watch(
    () => outbox.entries,
    () => void Promise.all([hideLocked(), lines.value.length > 0 && readLog()]).catch(() => undefined),
  )

  function waitFor({ after }: SyncOccasions): void {
    cancelTimer()
    // What could not be written down is due again at once; asking every few seconds makes no room for it.
    const dueMs = outbox.error ? askAgainMs : nextAt.value - clock.now()
    const pauseMs = Math.min(askAgainMs, Math.max(shortestPauseMs, dueMs))
    cancelTimer = after(pauseMs, () => void syncNow())
  }

  /** Sends and fetches what there is, if no other tab is at it. */
  async function syncNow(occasion?: SendingOccasion): Promise<void> {
    const { occasions } = await exchange()
    if (isRunning.value || !occasions.isOnline()) return
    isRunning.value = true
    try {
      if (await occasions.alone(() => syncAlone(occasion))) occasions.announce()
    } catch (thrown) {
      // The database alone throws here; it is told, and tried again in its time.
      error.value = storageErrorOf(thrown, 'write')
    } finally {
      isRunning.value = false
      waitFor(occasions)
    }
    await Promise.all([refreshLog(), news.check()])
    if (isWished) await syncAnew()
  }

  /** The same for what is new here: a run that is under way may have looked before it was. */
  async function syncAnew(): Promise<void> {
    isWished = isRunning.value
    if (!isWished) await syncNow('network')
  }

  /** Begins to look after what waits; called once when the app stands. */
  async function start(): Promise<void> {
    if (isStarted) return
    isStarted = true
    const { occasions, hideLocked: hideStored } = await exchange()
    await hideStored().catch(() => undefined)
    const asking = { exchange: await exchange(), storage, isLocked: outbox.isLocked, now: clock.now() }
    await putUnsentOnItsWay(asking).catch(() => undefined)
    await outbox.refresh()
    // A network that comes back amid a run may be too late for what the run has asked.
    occasions.listen(() => void syncAnew())
    occasions.onAnnounced(() => void Promise.all([outbox.refresh(), copies.refresh(), refreshLog()]))
    await syncNow('network')
  }

  return {
    lines,
    isRunning,
    metAt,
    error,
    elsewhere,
    byOtherKey,
    withoutTask,
    nextAt,
    start,
    syncNow,
    syncAnew,
    refreshLog,
  }
})
