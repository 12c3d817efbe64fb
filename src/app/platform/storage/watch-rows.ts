import { liveQuery } from 'dexie'
import type { DraftListener } from './draft-storage.ts'

/** Tells whose rows came, changed or went, here or in another tab, until the returned function is called. */
export function watchRows<T extends { readonly id?: unknown }>(
  rows: () => Promise<readonly T[]>,
  markOf: (row: T) => string,
  listener: DraftListener,
): () => void {
  let known: ReadonlyMap<string, string> | undefined
  const subscription = liveQuery(rows).subscribe({
    next(stored) {
      const marks = new Map(stored.map((row) => [String(row.id), markOf(row)]))
      for (const [id, seen] of marks) if (known && known.get(id) !== seen) listener(id)
      for (const id of known?.keys() ?? []) if (!marks.has(id)) listener(id)
      known = marks
    },
    error: () => undefined,
  })
  return () => subscription.unsubscribe()
}
