import { defineStore } from 'pinia'
import { usePlatform } from '#app/shared/platform.ts'
import { announcePresence } from '#core/sync/replication.ts'
import { blindCaseId } from '#core/sync/unit-secret.ts'
import { unitSecretOf } from './sync/unit-keys-of.ts'
import { useStaffStore } from './useStaffStore.ts'
import { useUnitStore } from './useUnitStore.ts'
import { useUnitSyncStore } from './useUnitSyncStore.ts'

/** Who else looks at a case: a hint, no lock. */
export const usePresenceStore = defineStore('presence', () => {
  const { staffServer } = usePlatform()
  const units = useUnitStore()
  const staff = useStaffStore()
  const sync = useUnitSyncStore()

  /** Says which case is open here (none when empty); the names of others who have it open. */
  async function announce(caseId: string): Promise<readonly string[]> {
    const { stored } = units
    if (!sync.state || !stored || staff.status !== 'in') return []
    const { orgId } = sync.state
    const name = caseId === '' ? '' : await blindCaseId(await unitSecretOf(stored), caseId)
    const server = await staffServer()
    const told = await server.ask(announcePresence, { body: { orgId, caseId: name } })
    return told.ok ? told.value.others.map((other) => other.name) : []
  }

  return { announce }
})
