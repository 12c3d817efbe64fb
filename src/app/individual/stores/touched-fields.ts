import { type ComputedRef, shallowReactive } from 'vue'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { pathsOfFields } from './draft-edits.ts'

/** Fields the person has been in: only what was touched is told to be wrong. */
export function useTouchedFields(record: ComputedRef<PersonRecord | undefined>) {
  const { scheme } = useSchemeStore()
  const touched = shallowReactive(new Set<string>())

  function touchFields(onlyFilled: boolean): void {
    if (!record.value) return
    for (const path of pathsOfFields(record.value, scheme, onlyFilled)) touched.add(path)
  }

  return {
    touched,
    touch: (path: string): void => void touched.add(path),
    touchAll: (): void => touchFields(false),
    /** Begins with another draft: what is filled in was touched. */
    touchAnew: (): void => {
      touched.clear()
      touchFields(true)
    },
  }
}
