import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { StoredRow } from '#app/platform/storage/caibao-database.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { keepPack, leavePack, type PackAbout, packsOnTheirWay, retryPack } from './sync/upload-packs.ts'
import type { PackOnItsWay } from './sync/upload-rows.ts'
import { useUnitStore } from './useUnitStore.ts'
import { useUnitSyncStore } from './useUnitSyncStore.ts'

/** Packs on their way to the level above. */
export const usePackUploadsStore = defineStore('pack-uploads', () => {
  const units = useUnitStore()
  const sync = useUnitSyncStore()
  /** Why what was last asked for of one could not be written. */
  const error = shallowRef<AppError>()

  function tell(written: Result<void>): boolean {
    error.value = written.ok ? undefined : written.error
    return written.ok
  }

  /** Whether a pack that is written now goes up over the network, too. */
  const goesUp = (): boolean => units.syncDesk().ok && (sync.state?.parentOrgId ?? null) !== null

  /** Keeps a pack for its way up, when there is one; what puts it on its way is written with its steps. */
  async function keep(pack: Blob | undefined, about: PackAbout): Promise<Result<readonly StoredRow[]>> {
    const open = units.syncDesk()
    if (!open.ok || !pack || !goesUp()) return ok([])
    const kept = await keepPack(open.value.rows, pack, about.madeAt)
    return kept.ok ? ok([await kept.value.row(about)]) : kept
  }

  /** The server refused it and shall be asked once more. */
  async function retry(pack: PackOnItsWay): Promise<void> {
    const open = units.syncDesk()
    if (tell(open.ok ? await retryPack(open.value.rows, pack) : open)) await sync.syncAnew()
  }

  async function putAside(pack: PackOnItsWay): Promise<Result<void>> {
    const open = units.syncDesk()
    const left = open.ok ? await leavePack(open.value.rows, pack) : open
    await sync.refresh()
    return left
  }

  /** It shall not go over the network any more. */
  async function leave(pack: PackOnItsWay): Promise<void> {
    if (tell(await putAside(pack))) await sync.note({ kind: 'packLeft', name: pack.fileName, by: units.user })
  }

  /** A pack of everybody was written: it says what those said that were refused. */
  async function leaveRefused(): Promise<void> {
    const open = units.syncDesk()
    const packs = open.ok ? await packsOnTheirWay(open.value.rows) : []
    error.value = undefined
    for (const pack of packs) {
      const left = pack.error ? await putAside(pack) : ok(undefined)
      if (!left.ok) tell(left)
    }
  }

  // What went wrong for whoever was here is no news to who unlocks it next.
  watch(
    () => units.status,
    () => {
      error.value = undefined
    },
  )

  return { error, goesUp, keep, retry, leave, leaveRefused }
})
