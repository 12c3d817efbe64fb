import { computed, type ComputedRef, shallowRef, watch } from 'vue'
import type { Platform } from '#app/shared/platform.ts'
import type { PersonRecord } from '#core/record/record.ts'

/** What the draft that is open was imported from, if it was; never what another one was. */
export function useImportedRecord(
  history: Platform['history'],
  draftId: () => string | undefined,
): ComputedRef<PersonRecord | undefined> {
  const found = shallowRef<{ readonly id: string; readonly record: PersonRecord | undefined }>()
  watch(
    draftId,
    async (id) => {
      found.value = undefined
      if (id === undefined) return
      const imported = await (await history()).imported(id)
      if (draftId() === id) found.value = { id, record: imported?.record }
    },
    { immediate: true },
  )
  return computed(() => (found.value?.id === draftId() ? found.value?.record : undefined))
}
