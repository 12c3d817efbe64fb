import { vi } from 'vitest'
import { fakeWebLocks } from './web-locks.ts'

/** What a page that shows a draft asks of its browser; `vi.unstubAllGlobals` takes it back. */
export function standInForPage(): void {
  vi.stubGlobal('navigator', { locks: fakeWebLocks() })
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('removeEventListener', () => undefined)
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
}

/** A database in which nothing is wrong. */
export const soundStorage = { trouble: () => undefined, watch: () => () => undefined, onLetGo: () => () => undefined }

/** What this browser keeps beside its databases: nothing yet; what is given back is what lies there. */
export function standInForLocalStorage(): ReadonlyMap<string, string> {
  const items = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    get length() {
      return items.size
    },
    key: (at: number) => [...items.keys()][at] ?? null,
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  })
  return items
}
