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
