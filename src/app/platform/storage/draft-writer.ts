/**
 * 'writer' may change the draft; 'reader' follows what another tab writes; 'asking' is not told yet which of them it is,
 * and changes nothing meanwhile.
 */
export type DraftRole = 'asking' | 'writer' | 'reader'

/** A tab's claim on a draft. */
export interface DraftWriter {
  readonly role: () => DraftRole
  /** Asks the tab that writes to save and let go; this tab writes as soon as it has. */
  readonly takeOver: () => void
  readonly close: () => void
}

interface WriterOptions {
  readonly onRole: (role: DraftRole) => void
  /** Another tab wants to write: save everything first. */
  readonly onYield: () => Promise<unknown>
}

const messageOf = (draftId: string) => `take-over ${draftId}`
/** Name of the Web Lock of the one page that writes a draft. */
export const penOf = (draftId: string): string => `caibao draft ${draftId}`

/**
 * Claims a draft for this tab through a Web Lock: one tab writes, others read. Without locks (an old WebKit)
 * every tab writes and the compare-and-set of the storage refuses the second.
 */
export function openDraftWriter(draftId: string, { onRole, onYield }: WriterOptions): DraftWriter {
  let role: DraftRole = 'asking'
  let release: (() => void) | undefined
  let isClosed = false
  const name = penOf(draftId)
  const channel = new BroadcastChannel('caibao-drafts')
  const waiting = new AbortController()

  function become(next: DraftRole): void {
    role = next
    if (!isClosed) onRole(next)
  }

  async function hold(): Promise<void> {
    if (isClosed) return
    await new Promise<void>((resolve) => {
      release = resolve
      become('writer')
    })
  }

  function queue(): void {
    if (!('locks' in navigator)) {
      become('writer')
      return
    }
    // Rejected only when the claim is taken back while it waits.
    void navigator.locks.request(name, { signal: waiting.signal }, hold).catch(() => undefined)
  }

  async function claim(): Promise<void> {
    if (!('locks' in navigator)) {
      become('writer')
      return
    }
    // That another tab writes is said when it is known, not while the browser takes its time to answer.
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) return hold()
      if (isClosed) return
      become('reader')
      queue()
    })
  }

  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data !== messageOf(draftId) || role !== 'writer') return
    become('reader')
    void onYield().finally(() => {
      release?.()
      queue()
    })
  })
  void claim()

  return {
    role: () => role,
    takeOver: () => channel.postMessage(messageOf(draftId)),
    close() {
      isClosed = true
      waiting.abort()
      channel.close()
      release?.()
    },
  }
}
