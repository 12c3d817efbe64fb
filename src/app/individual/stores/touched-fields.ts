import { type ComputedRef, shallowReactive } from 'vue'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { RecordEdit } from '#core/record/edit-record.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { pathAfter } from '#core/submission/confirmation.ts'
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
    /** Rows take along what was touched of them. What was touched at their places stays so: undoing brings them back. */
    follow: (edit: RecordEdit): void => {
      if (edit.kind === 'set') return
      const moved = [...touched].map((path) => pathAfter(path, edit) ?? path)
      for (const path of moved) touched.add(path)
    },
    touchAll: (): void => touchFields(false),
    /** Begins with another draft: what is filled in was touched. */
    touchAnew: (): void => {
      touched.clear()
      touchFields(true)
    },
  }
}
