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

  /** Also before there is a unit: a newer version may have taken the store over. */
  async function listen(): Promise<void> {
    const { onTrouble } = await unitDesk()
    onTrouble((next) => {
      trouble.value = next
    })
  }

  async function lookOut(): Promise<void> {
    const { watchStore } = await unitDesk()
    await watchStore()
  }

  // Where the desk is not fetched, nothing befalls the store, and whoever asks for it says so.
  void listen().catch(() => undefined)
  watch(
    () => [units.stored, units.status] as const,
    ([stored]) => {
      if (!stored) return
      noteUnitKept({ name: stored.unit.name, at: clock.now() })
      // Where it cannot begin, whatever cannot be read or written says so itself, and it is tried again when it opens.
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

  /** In this page a unit is set up anew; until it is, the next start asks for what is gone once more. */
  function beginAnew(): void {
    vanished.value = undefined
  }

  /** The key file as this page knows it: the store cannot be asked any more. */
  async function saveKeyFile(): Promise<void> {
    if (units.stored) await files.save(keyFileOf(units.stored))
  }

  return { trouble, vanished, beginAnew, saveKeyFile }
})
