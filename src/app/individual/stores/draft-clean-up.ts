import { type Ref, watch } from 'vue'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { useToasts } from '#app/shared/ui/useToasts.ts'
import { spoken } from '#app/shared/words/spoken.ts'
import type { RecordEdit } from '#core/record/edit-record.ts'
import { parsePath } from '#core/record/field-path.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { cleanedEdits } from './draft-edits.ts'

interface Desk {
  readonly record: Readonly<Ref<PersonRecord | undefined>>
  readonly edit: (edits: readonly RecordEdit[]) => void
  readonly save: () => void
}

/** Cleans up what the person leaves, and says what was cleaned; what was left before the rules were here, when they are. */
export function draftCleanUp({ record, edit, save }: Desk) {
  const schemeStore = useSchemeStore()
  const { showToast } = useToasts()
  const early = new Set<string>()

  function cleanUp(path: string): void {
    const at = parsePath(path)
    if (!at || !record.value) return
    const { edits, changes } = cleanedEdits(record.value, at, schemeStore.engine)
    if (edits.length > 0) edit(edits)
    for (const { message } of changes) showToast({ message: spoken.sentence(message) })
  }

  watch(
    () => schemeStore.engine,
    () => {
      if (early.size === 0) return
      for (const path of early) cleanUp(path)
      early.clear()
      save()
    },
  )

  return {
    left(path: string): void {
      if (schemeStore.engine) cleanUp(path)
      else early.add(path)
    },
    /** Another draft is opened. */
    forget: (): void => early.clear(),
  }
}
