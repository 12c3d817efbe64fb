import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { usePackKnowledge } from './pack-knowledge.ts'
import { startChecker } from './receive-checker.ts'
import { goOnAs, meetAgain, reachServer } from './sync/meet-server.ts'
import { issuedTasks } from './sync/reopen-tasks.ts'
import { runSync } from './sync/run-sync.ts'
import type { SyncDesk, SyncState } from './sync/sync-desk.ts'
import { openingKeysOf, unitSecretOf } from './sync/unit-keys-of.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useStaffStore } from './useStaffStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** Whether whoever this page spoke for is signed in no more, with nothing that waits for them, or somebody else is in their place. */
const isLost = ({ code }: AppError, { status }: { readonly status: string }): boolean =>
  code === 'SERVER_OTHER_ACCOUNT' || (code === 'SERVER_SIGN_IN_NEEDED' && status !== 'over')

/** One run of synchronising at the server, for whoever is signed in there. */
export function useSyncRun(note: SyncDesk['note']) {
  const { unitDesk, scheme: source, clock, staffServer } = usePlatform()
  const { scheme } = useSchemeStore()
  const [units, staff, list] = [useUnitStore(), useStaffStore(), useCaseListStore()]
  const packKnowledge = usePackKnowledge()

  /** What a run works with; `close` lets go of its workers. */
  async function openDesk(
    server: StaffServer,
  ): Promise<Result<{ readonly desk: SyncDesk; readonly close: () => void }>> {
    const open = units.syncDesk()
    if (!open.ok) return open
    const { cases, sealingKey, unit } = open.value
    const goesOn = (): boolean => list.areOpen(cases)
    let workers: Promise<Result<FileChecker>> | undefined
    const setting = { scheme, keys: openingKeysOf(unit), today: clock.today(), sealingKey }
    const made: SyncDesk = {
      ...open.value,
      server,
      secret: await unitSecretOf(unit),
      issued: async () => issuedTasks((await unitDesk()).units),
      knowledge: () => packKnowledge(cases),
      reviewer: () => ({ by: units.user, at: clock.now() }),
      people: () => list.people(),
      now: () => clock.now(),
      checker: () => (workers ??= startChecker(source, unitDesk, setting)),
      append: list.appendTo(cases),
      note: async (event) => (goesOn() ? note(event) : undefined),
      goesOn,
    }
    const close = (): void => void workers?.then((started) => started.ok && started.value.close())
    return ok({ desk: made, close })
  }

  /** Whether somebody is signed in at the server, for this device to speak for. */
  const signedIn = (): Promise<Answered<void>> => goOnAs(staff)

  async function run(known: SyncState): Promise<Answered<unknown>> {
    const server = await reachServer(staffServer)
    if (!server.ok) return server
    const opened = await openDesk(server.value)
    if (!opened.ok) return refuse('needsPerson', opened)
    try {
      const trusted = await meetAgain(server.value, known.kid)
      const entered = trusted.ok ? await signedIn() : trusted
      const done = entered.ok ? await runSync(opened.value.desk, known) : entered
      if (!done.ok && isLost(done.error, staff)) staff.signedOut()
      return done
    } finally {
      opened.value.close()
    }
  }

  return { signedIn, run }
}
