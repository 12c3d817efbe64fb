import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { Answered } from '#core/sync/wire-answer.ts'
import { usePackKnowledge } from './pack-knowledge.ts'
import { startChecker } from './receive-checker.ts'
import { settleOvertaken } from './sync/change-sync.ts'
import { issuedTasks } from './sync/reopen-tasks.ts'
import { goOnAs, meetAgain } from './sync/meet-server.ts'
import { nothingOpen, readTraffic, type SyncOverview } from './sync/overview.ts'
import { runSync } from './sync/run-sync.ts'
import type { SyncDesk, SyncState } from './sync/sync-desk.ts'
import { shownSyncLog } from './sync/shown-log.ts'
import { openingKeysOf, unitSecretOf } from './sync/unit-keys-of.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useCaseStore } from './useCaseStore.ts'
import { useStaffStore } from './useStaffStore.ts'
import { useUnitStore } from './useUnitStore.ts'

const askAgainMs = 120_000
const soonMs = 1500
// Whoever this page spoke for is signed in no more, or somebody else is in their place.
const signsOut: ReadonlySet<string> = new Set(['SERVER_SIGN_IN_NEEDED', 'SERVER_OTHER_ACCOUNT'])

/** 网上同步: what people hand in comes down, what is done here goes up, and colleagues work on the same cases. */
export const useUnitSyncStore = defineStore('unit-sync', () => {
  const { unitDesk, scheme: source, clock, staffServer } = usePlatform()
  const { scheme } = useSchemeStore()
  const [units, staff] = [useUnitStore(), useStaffStore()]
  const [list, desk] = [useCaseListStore(), useCaseStore()]
  const packKnowledge = usePackKnowledge()
  const state = shallowRef<SyncState>()
  const overview = shallowRef<SyncOverview>(nothingOpen)
  const now = (): number => clock.now()
  const log = shownSyncLog(() => units.syncDesk(), now)
  const isRunning = ref(false)
  const isLoaded = ref(false)
  const error = shallowRef<AppError>()
  /** Why it is not known which server this device is joined to: it is not taken for one that is joined to none. */
  const stateError = shallowRef<AppError>()
  const isConnected = computed(() => state.value !== undefined)
  let cancelTimer = (): void => undefined
  let cancelSoon = (): void => undefined
  let unlisten: readonly (() => void)[] = []

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

  /** What a run works with; `close` lets go of its workers. */
  async function openDesk(): Promise<Result<{ readonly desk: SyncDesk; readonly close: () => void }>> {
    const open = units.syncDesk()
    if (!open.ok) return open
    const { cases, sealingKey, unit } = open.value
    const goesOn = (): boolean => list.areOpen(cases)
    let workers: Promise<Result<FileChecker>> | undefined
    const setting = { scheme, keys: openingKeysOf(unit), today: clock.today(), sealingKey }
    const made: SyncDesk = {
      ...open.value,
      server: await staffServer(),
      secret: await unitSecretOf(unit),
      issued: async () => issuedTasks((await unitDesk()).units),
      knowledge: () => packKnowledge(cases),
      reviewer: () => ({ by: units.user, at: clock.now() }),
      people: () => list.people(),
      now,
      checker: () => (workers ??= startChecker(source, unitDesk, setting)),
      append: list.appendTo(cases),
      note: async (event) => (goesOn() ? log.note(event) : undefined),
      goesOn,
    }
    const close = (): void => void workers?.then((started) => started.ok && started.value.close())
    return ok({ desk: made, close })
  }

  /** Whether somebody is signed in at the server, for this device to speak for. */
  const signedIn = (): Promise<Answered<void>> => goOnAs(staff)

  async function runOnce(known: SyncState): Promise<void> {
    const opened = await openDesk()
    if (!opened.ok) return
    const trusted = await meetAgain(opened.value.desk.server, known.kid)
    const entered = trusted.ok ? await signedIn() : trusted
    const done = entered.ok ? await runSync(opened.value.desk, known) : entered
    opened.value.close()
    if (!done.ok && signsOut.has(done.error.code)) staff.signedOut()
    // What a lock broke off is no news to who unlocks next.
    if (!opened.value.desk.goesOn()) return
    error.value = done.ok ? undefined : done.error
    if (!done.ok) await log.note({ kind: done.remedy, error: done.error })
  }

  /** Pulls and pushes what there is, if no other tab is at it. */
  async function syncNow(): Promise<void> {
    const open = units.cases()
    // What comes down is held against the people who are listed.
    if (isRunning.value || !state.value || !open.ok || !list.isLoaded) return
    isRunning.value = true
    const { occasions } = await unitDesk()
    try {
      await occasions.alone(async () => {
        await refresh()
        if (state.value && list.areOpen(open.value)) await runOnce(state.value)
      })
      occasions.announce()
      await refresh()
      await desk.refreshIfChanged()
    } finally {
      isRunning.value = false
    }
    cancelTimer()
    // Whoever unlocked meanwhile has waited for this run to end.
    cancelTimer = occasions.after(list.areOpen(open.value) ? askAgainMs : soonMs, () => void syncNow())
  }

  /** After a step was taken: soon, and several together. */
  async function syncSoon(): Promise<void> {
    if (!state.value) return
    const { occasions } = await unitDesk()
    cancelSoon()
    cancelSoon = occasions.after(soonMs, () => {
      void refresh().then(() => (overview.value.unsent > 0 ? syncNow() : undefined))
    })
  }

  /** Begins to look after what goes to and fro, once the store is open. */
  async function begin(): Promise<void> {
    stop()
    const open = units.cases()
    await refresh()
    const { occasions } = await unitDesk()
    if (!state.value || !open.ok || !list.areOpen(open.value)) return
    unlisten = [occasions.listen(() => void syncNow()), occasions.onAnnounced(() => void refresh())]
    await syncNow()
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
    begin,
    settle,
  }
})
