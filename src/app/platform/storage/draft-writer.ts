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
 * Claims a draft for this tab through a Web Lock: one tab writes, others read. Without locks (an old WebKit, or a
 * browser that keeps nothing of this site) every tab writes and the compare-and-set of the storage refuses the second.
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

  /** Where there are no locks, or all of the site is refused, every tab writes; once closed, nobody is told. */
  async function ask(options: LockOptions, work: (lock: Lock | null) => Promise<void>): Promise<void> {
    try {
      await navigator.locks.request(name, options, work)
    } catch {
      become('writer')
    }
  }

  const queue = (): Promise<void> => ask({ signal: waiting.signal }, hold)

  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data !== messageOf(draftId) || role !== 'writer') return
    become('reader')
    void onYield().finally(() => {
      release?.()
      void queue()
    })
  })
  // That another tab writes is said when it is known, not while the browser takes its time to answer.
  void ask({ ifAvailable: true }, async (lock) => {
    if (lock) return hold()
    if (isClosed) return
    become('reader')
    void queue()
  })

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
