import { vi } from 'vitest'
import type { PrintReply } from '#app/platform/print/print-message.ts'

/** A paper of one page, as the worker tells of it. */
export const aPaper = (missing: readonly string[] = [], fonts: readonly never[] = []): PrintReply => ({
  kind: 'done',
  bytes: new Uint8Array(1),
  missing,
  pageTotal: 1,
  preview: { pages: [], fonts },
})

/** Workers that print in the order in which they were opened; each waits until a test says how its paper ends. */
export function stubPrinters() {
  const opened: Printer[] = []
  class Printer extends EventTarget {
    isEnded = false

    constructor() {
      super()
      opened.push(this)
    }

    readonly postMessage = (): void => undefined
    readonly terminate = (): void => {
      this.isEnded = true
    }

    /** What an ended worker says is not heard. */
    readonly reply = (data: PrintReply): void => {
      if (!this.isEnded) this.dispatchEvent(new MessageEvent('message', { data }))
    }
  }
  vi.stubGlobal('Worker', Printer)
  vi.stubGlobal('window', {})
  vi.stubGlobal('location', new URL('http://localhost/'))
  return opened
}
