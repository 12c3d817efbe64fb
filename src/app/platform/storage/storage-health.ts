/**
 * What stands between this page and lasting storage: the browser keeps nothing, another tab has a newer version,
 * another tab holds an older one, or the data was erased under the page.
 */
export type StorageTrouble = 'session-only' | 'outdated' | 'blocked' | 'erased'

/** How the storage of this page fares. */
export interface StorageHealth {
  readonly trouble: () => StorageTrouble | undefined
  /** Calls back at each change until the returned function is called. */
  readonly watch: (listener: (trouble: StorageTrouble | undefined) => void) => () => void
  /** Runs before this page lets the database go, so that everything typed is written first. */
  readonly onLetGo: (flush: () => Promise<unknown>) => () => void
}

/** Where the one who opens the database reports, and asks the page to write everything. */
export interface StorageHealthDesk extends StorageHealth {
  readonly report: (trouble: StorageTrouble | undefined) => void
  readonly letGo: () => Promise<void>
}

const longestFlushMs = 3000

/** Makes the desk where trouble with the storage is reported. */
export function createStorageHealth(): StorageHealthDesk {
  let trouble: StorageTrouble | undefined
  const listeners = new Set<(trouble: StorageTrouble | undefined) => void>()
  const flushes = new Set<() => Promise<unknown>>()

  return {
    trouble: () => trouble,
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onLetGo(flush) {
      flushes.add(flush)
      return () => flushes.delete(flush)
    },
    report(next) {
      if (trouble === next) return
      trouble = next
      for (const listener of listeners) listener(next)
    },
    async letGo() {
      const tooLong = new Promise((resolve) => {
        setTimeout(resolve, longestFlushMs)
      })
      await Promise.race([Promise.allSettled([...flushes].map((flush) => flush())), tooLong])
    },
  }
}
