import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { AppError } from '#core/errors/error-code.ts'
import { type UserRemoval, userRemovalSchema } from './user-removal.ts'
import { useUnitStore } from './useUnitStore.ts'

/** Who took whose way into the store away, newest first. */
export const useUserRemovalsStore = defineStore('user-removals', () => {
  const units = useUnitStore()
  const removals = shallowRef<readonly UserRemoval[]>([])
  const error = shallowRef<AppError>()

  async function load(): Promise<void> {
    const kept = units.kept()
    if (!kept.ok) return
    const listed = await kept.value.list('userRemoval', userRemovalSchema)
    error.value = listed.ok ? undefined : listed.error
    if (listed.ok) removals.value = [...listed.value].sort((a, b) => b.at - a.at)
  }

  watch(
    [() => units.status, () => units.users],
    ([status]) => {
      if (status === 'open') return void load()
      removals.value = []
      error.value = undefined
    },
    { immediate: true },
  )
  return { removals, error, load }
})
