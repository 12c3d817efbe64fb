import type { WorkListener } from './leave-with-page.ts'

/**
 * What stands between this page and lasting storage: the browser keeps nothing, another tab has a newer version,
 * another tab holds an older one, the data was erased under the page, or the browser has not answered for long.
 */
export type StorageTrouble = 'session-only' | 'outdated' | 'blocked' | 'erased' | 'silent'

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
  /** Work in the storage begins; what is given back is called when it ends. While it takes too long, all are told. */
  readonly onWork: WorkListener
}

const longestFlushMs = 3000
const longestWorkMs = 10_000

/** Makes the desk where trouble with the storage is reported. */
export function createStorageHealth(patienceMs = longestWorkMs): StorageHealthDesk {
  let trouble: StorageTrouble | undefined
  const listeners = new Set<(trouble: StorageTrouble | undefined) => void>()
  const flushes = new Set<() => Promise<unknown>>()
  let unanswered = 0

  function report(next: StorageTrouble | undefined): void {
    if (trouble === next) return
    trouble = next
    for (const listener of listeners) listener(next)
  }

  function onWork(): () => void {
    let isLate = false
    const beLate = (): void => {
      isLate = true
      unanswered += 1
      if (trouble === undefined) report('silent')
    }
    // In two steps: on a computer that slept the first runs out at once, and the answer comes right behind it.
    let timer = setTimeout(() => {
      timer = setTimeout(beLate, patienceMs / 2)
    }, patienceMs / 2)
    return () => {
      clearTimeout(timer)
      if (!isLate) return
      isLate = false
      unanswered -= 1
      if (unanswered === 0 && trouble === 'silent') report(undefined)
    }
  }

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
    report,
    onWork,
    async letGo() {
      const tooLong = new Promise((resolve) => {
        setTimeout(resolve, longestFlushMs)
      })
      await Promise.race([Promise.allSettled([...flushes].map((flush) => flush())), tooLong])
    },
  }
}
