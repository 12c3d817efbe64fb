import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { noteUnitKept, type UnitMark, unitKeptBefore } from '#app/platform/unit/unit-mark.ts'
import type { UnitTrouble } from '#app/platform/unit/unit-troubles.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { keyFileOf } from './key-file-of.ts'
import { useUnitStore } from './useUnitStore.ts'

/** What befell the unit's store, under this page or before it was opened: looked out for whatever page is in sight. */
export const useUnitTroubleStore = defineStore('unit-trouble', () => {
  const { unitDesk, files, clock } = usePlatform()
  const units = useUnitStore()
  const trouble = shallowRef<UnitTrouble>()
  /** The unit whose store lay in this browser and is not here any more. */
  const vanished = shallowRef<UnitMark>()

  async function lookOut(): Promise<void> {
    const { watchStore } = await unitDesk()
    await watchStore((next) => {
      trouble.value = next
    })
  }

  watch(
    () => units.stored,
    (stored) => {
      if (!stored) return
      noteUnitKept({ name: stored.unit.name, at: clock.now() })
      // Where what looks out is not fetched, whatever cannot be read or written says so itself.
      void lookOut().catch(() => undefined)
    },
    { immediate: true },
  )
  watch(
    () => units.status,
    (status) => {
      vanished.value = status === 'absent' ? unitKeptBefore() : undefined
    },
    { immediate: true },
  )

  /** What is gone is not asked for any more: a unit is set up anew. */
  function beginAnew(): void {
    noteUnitKept(undefined)
    vanished.value = undefined
  }

  /** The key file as this page knows it: the store cannot be asked any more. */
  async function saveKeyFile(): Promise<void> {
    if (units.stored) await files.save(keyFileOf(units.stored))
  }

  return { trouble, vanished, beginAnew, saveKeyFile }
})
