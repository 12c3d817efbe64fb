import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import type { Draft, DraftChange, DraftError } from './draft-storage.ts'

/** Whether what stands on the screen is on the disk. */
export interface SaveStatus {
  readonly state: 'saved' | 'saving' | 'unsaved' | 'failed'
  /** Instant of the last commit. */
  readonly savedAt?: number
  readonly error?: AppError
}

/** How the journal reaches the disk and its listener. */
export interface JournalOptions {
  readonly draft: Draft
  readonly save: (expectedRevision: number, change: DraftChange) => Promise<Result<Draft, DraftError>>
  readonly onChange: (draft: Draft, status: SaveStatus) => void
  /** Silence after the last key before it writes. */
  readonly quietMs?: number
}

/** Keeps every change of a draft: soon after the last key, at once when asked, never amid an IME composition. */
export interface DraftJournal {
  readonly change: (change: Partial<DraftChange>) => void
  /** Writes until nothing is unsaved; false when it could not. */
  readonly flush: () => Promise<boolean>
  readonly setComposing: (isComposing: boolean) => void
  readonly retry: () => Promise<boolean>
  /** Takes over what was stored elsewhere while nothing here is unsaved. */
  readonly adopt: (draft: Draft) => void
  /** Stops writing: what is unsaved, or no longer there, is shown as failed. */
  readonly halt: (error: AppError, isGone: boolean) => void
  readonly draft: () => Draft
  /** Whether something of it is not on the disk yet. */
  readonly isUnsaved: () => boolean
  /** Whether a write is on its way, whose end is not known. */
  readonly isWriting: () => boolean
}

/** Starts the journal of an open draft. */
export function createDraftJournal({ draft: opened, save, onChange, quietMs = 250 }: JournalOptions): DraftJournal {
  let draft = opened
  let status: SaveStatus = { state: 'saved', savedAt: opened.savedAt }
  let changes = 0
  let savedChanges = 0
  let isComposing = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<boolean> | undefined

  const hasUnsaved = (): boolean => savedChanges < changes

  function tell(next: SaveStatus): void {
    status = next
    onChange(draft, status)
  }

  function plan(): void {
    clearTimeout(timer)
    if (isComposing || !hasUnsaved() || status.state === 'failed') return
    timer = setTimeout(() => void flush(), quietMs)
  }

  /** One write. Changes made while it runs stay unsaved and are written next. */
  async function writeOnce(): Promise<boolean> {
    const writing = changes
    tell({ ...status, state: 'saving' })
    const { record, confirmations, declarations, revision } = draft
    const saved = await save(revision, { record, confirmations, declarations })
    if (!saved.ok) {
      tell({ ...status, state: 'failed', error: saved.error })
      return false
    }
    savedChanges = writing
    const { savedAt } = saved.value
    draft = { ...draft, revision: saved.value.revision, savedAt }
    tell({ state: hasUnsaved() ? 'unsaved' : 'saved', savedAt })
    return true
  }

  async function writeAll(): Promise<boolean> {
    while (hasUnsaved()) if (!(await writeOnce())) return false
    return true
  }

  async function flush(): Promise<boolean> {
    clearTimeout(timer)
    if (status.state === 'failed') return false
    running ??= writeAll().finally(() => {
      running = undefined
    })
    return running
  }

  return {
    change(next) {
      draft = { ...draft, ...next }
      changes += 1
      tell({ ...status, state: status.state === 'failed' ? 'failed' : 'unsaved' })
      plan()
    },
    flush,
    setComposing(next) {
      isComposing = next
      plan()
    },
    async retry() {
      const { savedAt } = status
      status = { state: 'unsaved', ...(savedAt !== undefined && { savedAt }) }
      return flush()
    },
    adopt(next) {
      if (hasUnsaved()) return
      draft = next
      tell({ state: 'saved', savedAt: next.savedAt })
    },
    halt(error, isGone) {
      clearTimeout(timer)
      if (isGone || hasUnsaved()) tell({ ...status, state: 'failed', error })
    },
    draft: () => draft,
    isUnsaved: hasUnsaved,
    isWriting: () => running !== undefined,
  }
}
