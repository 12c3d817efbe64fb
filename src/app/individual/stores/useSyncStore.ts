import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { storageErrorOf } from '#app/platform/storage/storage-error.ts'
import type { SyncOccasions } from '#app/platform/sync-client/sync-occasions.ts'
import type { SyncLine } from '#app/platform/sync-client/sync-log.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeNewsStore } from '#app/shared/scheme/useSchemeNewsStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import type { SendingOccasion } from '#core/sync/outbox.ts'
import type { WaitingSlip } from '#core/sync/return-slips.ts'
import type { TaskContent } from '#core/task/task.ts'
import { askStandings } from './ask-standings.ts'
import { fetchSlips, serversElsewhere } from './fetch-slips.ts'
import { ofOtherKey } from './of-other-key.ts'
import { putUnsentOnItsWay } from './put-unsent-on-its-way.ts'
import { slipFate } from './slip-fate.ts'
import { useBackupStore } from './useBackupStore.ts'
import { useOutboxStore } from './useOutboxStore.ts'
import { type MatchedSlip, useReturnSlipStore } from './useReturnSlipStore.ts'

const askAgainMs = 15 * 60_000
const shortestPauseMs = 5000

/** A locked record is named nowhere, not even where it is open. */
function lineAbout(read: Result<MatchedSlip>, isLocked: boolean): Pick<SyncLine, 'personName' | 'revision' | 'error'> {
  if (!read.ok) return { personName: '', revision: 0, error: read.error }
  return { personName: isLocked ? '' : read.value.personName, revision: read.value.slip.content.revision }
}

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
  let cancelTimer = (): void => undefined
  let isStarted = false

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

  /** Deals with one slip; false when it must be read again later. */
  async function takeSlip({ file }: WaitingSlip): Promise<boolean> {
    const { log } = await exchange()
    const read = await slips.read(file)
    const fate = slipFate(read)
    // One behind a slip that waits comes again each time, and all do from a server that was restored.
    if (fate === 'keep' && read.ok && (await isKept(read.value))) return true
    if (fate === 'later' || (fate === 'keep' && read.ok && !(await slips.keepMatched(read.value)))) return false
    await log.append({
      at: clock.now(),
      kind: fate === 'keep' ? 'returned' : 'slipLeft',
      ...lineAbout(read, read.ok && (await outbox.isLocked(read.value.draftId))),
    })
    return true
  }

  async function syncAlone(occasion?: SendingOccasion): Promise<void> {
    const { server } = await exchange()
    const tasks = await acceptedTasks()
    await outbox.deliverDue(occasion)
    const fetched = await fetchSlips(tasks, { server, take: takeSlip })
    error.value = fetched?.ok === false ? fetched.error : undefined
    elsewhere.value = serversElsewhere(tasks, server)
    await outbox.refresh()
    if (fetched?.ok !== true) return
    metAt.value = clock.now()
    await askStandings(outbox.entries, { exchange: await exchange(), now: clock.now(), happen: outbox.happen })
  }

  /** Reads the log, and what is to be said of receipts. */
  async function refreshLog(): Promise<void> {
    const { log, server } = await exchange()
    lines.value = await log.list()
    byOtherKey.value = await ofOtherKey(outbox.entries, server)
  }

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
  }

  /** Begins to look after what waits; called once when the app stands. */
  async function start(): Promise<void> {
    if (isStarted) return
    isStarted = true
    const { occasions, hideLocked } = await exchange()
    await hideLocked().catch(() => undefined)
    const asking = { exchange: await exchange(), storage, isLocked: outbox.isLocked, now: clock.now() }
    await putUnsentOnItsWay(asking).catch(() => undefined)
    await outbox.refresh()
    occasions.listen(() => void syncNow('network'))
    occasions.onAnnounced(() => void Promise.all([outbox.refresh(), copies.refresh(), refreshLog()]))
    await syncNow('network')
  }

  return { lines, isRunning, metAt, error, elsewhere, byOtherKey, nextAt, start, syncNow, refreshLog }
})
