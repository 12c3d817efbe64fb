import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { keptErrorOf } from '#app/platform/storage/attempt-kept.ts'
import type { SyncOccasions } from '#app/platform/sync-client/sync-occasions.ts'
import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { settleOvertaken } from './sync/change-sync.ts'
import { nothingOpen, readTraffic, type SyncOverview } from './sync/overview.ts'
import type { SyncState } from './sync/sync-desk.ts'
import { shownSyncLog } from './sync/shown-log.ts'
import { useSyncRun } from './sync-run.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useCaseStore } from './useCaseStore.ts'
import { useUnitStore } from './useUnitStore.ts'

const askAgainMs = 120_000
const soonMs = 1500

/** 网上同步: what people hand in comes down, what is done here goes up, and colleagues work on the same cases. */
export const useUnitSyncStore = defineStore('unit-sync', () => {
  const { unitDesk, clock } = usePlatform()
  const [units, list, desk] = [useUnitStore(), useCaseListStore(), useCaseStore()]
  const state = shallowRef<SyncState>()
  const overview = shallowRef<SyncOverview>(nothingOpen)
  const log = shownSyncLog(
    () => units.syncDesk(),
    () => clock.now(),
  )
  const { signedIn, run } = useSyncRun(log.note)
  const isRunning = ref(false)
  const isLoaded = ref(false)
  const error = shallowRef<AppError>()
  /** Why it is not known which server this device is joined to: it is not taken for one that is joined to none. */
  const stateError = shallowRef<AppError>()
  const isConnected = computed(() => state.value !== undefined)
  let cancelTimer = (): void => undefined
  let cancelSoon = (): void => undefined
  let unlisten: readonly (() => void)[] = []
  let isWished = false

  /** Reads what is known and what is open. */
  async function refresh(): Promise<void> {
    const open = units.syncDesk()
    if (!open.ok) return
    const { stored, looked } = await readTraffic(open.value)
    if (!list.areOpen(open.value.cases)) return
    state.value = stored.ok ? stored.value : undefined
    stateError.value = stored.ok ? undefined : stored.error
    if (looked) overview.value = looked
    await log.read()
    if (list.areOpen(open.value.cases)) isLoaded.value = true
  }

  async function runOnce(known: SyncState, cases: CaseStorage): Promise<void> {
    const done = await run(known)
    // What a lock broke off is no news to who unlocks next.
    if (!list.areOpen(cases)) return
    error.value = done.ok ? undefined : done.error
    if (!done.ok) await log.note({ kind: done.remedy, error: done.error })
  }

  function waitFor({ after }: SyncOccasions): void {
    cancelTimer()
    cancelTimer = after(askAgainMs, () => void syncNow())
  }

  /** Pulls and pushes what there is, if no other tab is at it. */
  async function syncNow(): Promise<void> {
    const { occasions } = await unitDesk()
    const open = units.cases()
    // What comes down is held against the people who are listed.
    if (isRunning.value || !state.value || !open.ok || !list.isLoaded) return
    isRunning.value = true
    try {
      await occasions.alone(async () => {
        await refresh()
        if (state.value && list.areOpen(open.value)) await runOnce(state.value, open.value)
      })
      occasions.announce()
      await refresh()
      await desk.refreshIfChanged()
    } catch (thrown) {
      // What breaks a run off breaks off none of those after it.
      if (list.areOpen(open.value)) error.value = keptErrorOf(thrown, 'write')
    } finally {
      isRunning.value = false
      waitFor(occasions)
    }
    if (isWished) await syncAnew()
  }

  /** The same for what is new here, or for whoever unlocked: a run that is under way may be past it. */
  async function syncAnew(): Promise<void> {
    isWished = isRunning.value
    if (!isWished) await syncNow()
  }

  /** After a step was taken: soon, and several together. */
  async function syncSoon(): Promise<void> {
    if (!state.value) return
    const { occasions } = await unitDesk()
    cancelSoon()
    cancelSoon = occasions.after(soonMs, () => {
      void refresh().then(() => (overview.value.unsent > 0 ? syncAnew() : undefined))
    })
  }

  /** Begins to look after what goes to and fro, once the store is open. */
  async function begin(): Promise<void> {
    stop()
    const open = units.cases()
    await refresh()
    const { occasions } = await unitDesk()
    if (!state.value || !open.ok || !list.areOpen(open.value)) return
    // A network that comes back amid a run may be too late for what the run has asked.
    unlisten = [occasions.listen(() => void syncAnew()), occasions.onAnnounced(() => void refresh())]
    await syncAnew()
  }

  function stop(): void {
    cancelTimer()
    cancelSoon()
    for (const end of unlisten) end()
    unlisten = []
  }

  /** The maker of these steps has seen that they do not stand. */
  async function settle(caseId: string, ids: readonly string[]): Promise<Result<void>> {
    const open = units.syncDesk()
    const settled = open.ok ? await settleOvertaken(open.value, list.appendTo(open.value.cases), { caseId, ids }) : open
    await refresh()
    return settled
  }

  watch(
    () => list.counts,
    () => void syncSoon(),
  )
  watch(
    () => units.status,
    (status) => {
      if (status === 'open') return
      stop()
      state.value = undefined
      error.value = undefined
      stateError.value = undefined
      overview.value = nothingOpen
      log.clear()
      isLoaded.value = false
    },
  )

  return {
    state,
    overview,
    lines: log.lines,
    isRunning,
    isLoaded,
    isConnected,
    error,
    stateError,
    logError: log.error,
    refresh,
    note: log.note,
    signedIn,
    stop,
    syncNow,
    syncAnew,
    begin,
    settle,
  }
})
