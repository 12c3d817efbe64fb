import { shallowRef } from 'vue'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { noteInSyncLog, readSyncLog, type UnitSyncEvent, type UnitSyncLine } from './sync-log.ts'

/** The sync log as the page shows it, and why it cannot: one that is not read is no empty one. */
export function shownSyncLog(desk: () => Result<{ readonly rows: UnitSyncStorage }>, now: () => number) {
  const lines = shallowRef<readonly UnitSyncLine[]>([])
  const error = shallowRef<AppError>()

  async function show(log: (rows: UnitSyncStorage) => Promise<Result<readonly UnitSyncLine[]>>): Promise<void> {
    const open = desk()
    if (!open.ok) return
    const shown = await log(open.value.rows)
    const standing = desk()
    // What was on its way when the store was locked is nobody's any more.
    if (!standing.ok || standing.value.rows !== open.value.rows) return
    error.value = shown.ok ? undefined : shown.error
    if (shown.ok) lines.value = shown.value
  }

  function clear(): void {
    lines.value = []
    error.value = undefined
  }
  return {
    lines,
    error,
    read: () => show(readSyncLog),
    note: (event: UnitSyncEvent) => show((rows) => noteInSyncLog(rows, event, now())),
    clear,
  }
}
