import { defineStore } from 'pinia'
import type { StoredRow } from '#app/platform/storage/caibao-database.ts'
import { forgetPack, keepPack, type PackOnItsWay, retryPack } from './sync/upload-packs.ts'
import { useUnitStore } from './useUnitStore.ts'
import { useUnitSyncStore } from './useUnitSyncStore.ts'

/** Packs on their way to the level above. */
export const usePackUploadsStore = defineStore('pack-uploads', () => {
  const units = useUnitStore()
  const sync = useUnitSyncStore()

  /** Keeps a pack for its way up, when there is one; what puts it on its way is written with its steps. */
  async function keep(
    pack: Blob,
    about: Pick<PackOnItsWay, 'fileName' | 'people' | 'madeAt'>,
  ): Promise<readonly StoredRow[]> {
    const open = units.syncDesk()
    const parent = sync.state?.parentOrgId ?? null
    if (!open.ok || parent === null) return []
    const kept = await keepPack(open.value.rows, pack)
    return kept.ok ? [await kept.value.row(about)] : []
  }

  /** The server refused it and shall be asked once more. */
  async function retry(pack: PackOnItsWay): Promise<void> {
    const open = units.syncDesk()
    if (open.ok) await retryPack(open.value.rows, pack)
    await sync.syncNow()
  }

  /** It shall not go over the network any more. */
  async function forget(pack: PackOnItsWay): Promise<void> {
    const open = units.syncDesk()
    if (open.ok) await forgetPack(open.value.rows, pack)
    await sync.refresh()
  }

  return { keep, retry, forget }
})
