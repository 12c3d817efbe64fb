import type { OutboxState } from '#core/sync/outbox.ts'

/** A submission on its way to its unit. */
export interface OutboxEntry {
  readonly digest: string
  readonly draftId: string
  readonly personName: string
  readonly fileName: string
  readonly revision: number
  /** What is handed over: sealed when the task asks for it. Empty while the record is locked: see `withoutText`. */
  readonly text: string
  /** Id of the record inside, which a server is told with a sealed file. */
  readonly recordId?: string | undefined
  /** Digest of the submission before, likewise. */
  readonly previous?: string | undefined
  readonly unitName: string
  readonly taskId?: string | undefined
  readonly addedAt: number
  readonly state: OutboxState
}
