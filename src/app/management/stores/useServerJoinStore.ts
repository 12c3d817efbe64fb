import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { byHand } from './by-hand.ts'
import { clearSync } from './sync/change-sync.ts'
import { findOwnOrg, meetServer } from './sync/meet-server.ts'
import { stateId, type SyncDesk, type SyncState, syncStateSchema } from './sync/sync-desk.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useStaffStore } from './useStaffStore.ts'
import { useUnitStore } from './useUnitStore.ts'
import { useUnitSyncStore } from './useUnitSyncStore.ts'

/** What of the open store says how far it is with its server. */
type OpenDesk = Pick<SyncDesk, 'cases' | 'kept' | 'rows'>

/** Joining the device to the server this app came from: the only one the content policy lets it reach. */
export const useServerJoinStore = defineStore('server-join', () => {
  const { staffServer, unitDesk, clock } = usePlatform()
  const units = useUnitStore()
  const staff = useStaffStore()
  const list = useCaseListStore()
  const sync = useUnitSyncStore()
  const found = shallowRef<{ readonly origin: string; readonly kid: string }>()
  const error = shallowRef<AppError>()

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  /** Asks who is there and whether somebody is signed in. */
  async function look(): Promise<void> {
    const server = await staffServer()
    const about = keep(byHand(await meetServer(server)))
    if (!about) return
    await staff.load()
    found.value = { origin: server.origin, kid: about.kid }
  }

  /** The server, and the organisation on it that is this unit. */
  async function introduce(): Promise<Answered<SyncState>> {
    const server = await staffServer()
    const about = await meetServer(server)
    if (!about.ok) return about
    const entered = await sync.signedIn()
    if (!entered.ok) return entered
    const own = staff.session?.org
    if (!own || !units.unit) return refuse('needsPerson', { error: { code: 'SERVER_SIGN_IN_NEEDED', params: {} } })
    const org = await findOwnOrg(server, own, units.unit)
    if (!org.ok) return org
    const now = clock.now()
    const { id: orgId, parentId: parentOrgId } = org.value
    const known = { origin: server.origin, kid: about.value.kid, orgId, parentOrgId }
    return ok({ ...known, cursor: 0, connectedAt: now, metAt: now })
  }

  /** Works on what is known of the server in the store that is open now, while no tab takes anything over from it. */
  async function betweenRuns(work: (open: OpenDesk) => Promise<Result<void>>): Promise<boolean> {
    const open = keep(units.syncDesk())
    if (!open) return false
    const { occasions } = await unitDesk()
    let isDone = false
    await occasions.inTurn(async () => {
      if (!list.areOpen(open.cases)) return
      const done = await work(open)
      isDone = done.ok
      if (list.areOpen(open.cases)) keep(done)
    })
    occasions.announce()
    return isDone
  }

  /** Writes what is known of the server, and forgets what was known of how far each case is with it. */
  const remember = async (open: OpenDesk, state: SyncState): Promise<Result<void>> =>
    clearSync(open, list.appendTo(open.cases), await open.rows.row(stateId, state))

  /** Joins this device to the server: who it is is kept, and held against it from now on. */
  async function connect(): Promise<boolean> {
    const state = keep(byHand(await introduce()))
    if (!state || !(await betweenRuns((open) => remember(open, state)))) return false
    await sync.note({ kind: 'connected' })
    await sync.begin()
    return true
  }

  /** This device goes on without the server; nothing that is here goes away. */
  async function disconnect(): Promise<void> {
    if (await betweenRuns(({ rows }) => rows.remove([stateId]))) {
      sync.stop()
      await sync.note({ kind: 'disconnected', by: units.user })
    }
    await sync.refresh()
  }

  /** Everything is compared with the server from the beginning; what fits is left as it is. */
  async function startOver(): Promise<void> {
    const isDone = await betweenRuns(async (open) => {
      // As it stands after the last run: another tab may have taken the connection away.
      const known = await open.rows.get(stateId, syncStateSchema)
      if (!known.ok) return known
      return known.value ? remember(open, { ...known.value, cursor: 0 }) : ok(undefined)
    })
    if (isDone) await sync.begin()
  }

  // What went wrong for whoever was here is no news to who unlocks it next.
  watch(
    () => units.status,
    () => {
      error.value = undefined
    },
  )

  return { found, error, look, connect, disconnect, startOver }
})
