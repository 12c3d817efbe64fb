import type { AppError } from '#core/errors/error-code.ts'
import type { LogMark } from './log-mark.ts'

/** Where a submission stands with its unit. */
export interface Standing {
  readonly state: string
  readonly at: number
  /** The submission that counts in its place. */
  readonly replacedBy?: { readonly digest: string; readonly revision: number }
}

/** A unit's word that a submission lies with it. */
export interface DeliveryReceipt {
  /** How it got there: the server's signed word, or the person's own that the file was handed over. */
  readonly by: 'server' | 'hand'
  readonly at: number
  /** The server's signed receipt, as it came. */
  readonly text?: string
  /** Where it stands with the unit, as the server told last. */
  readonly standing?: Standing
}

/** Whether what the receipt is about was erased where it lay, as the person asked for. */
export const isErased = ({ standing }: DeliveryReceipt): boolean => standing?.state === 'erased'

/** What became of one attempt to deliver a submission. */
export type DeliveryResult =
  /** `mark` says where it stands in the server's log. */
  | { readonly kind: 'receipt'; readonly receipt: DeliveryReceipt; readonly mark?: LogMark }
  /** Not now; it is tried again by itself. */
  | { readonly kind: 'retry'; readonly error: AppError; readonly retryAfterSeconds?: number }
  /** Not without the person, e.g. because there is no server. */
  | { readonly kind: 'needsPerson'; readonly error: AppError }
  /** Refused for good: set aside where the person sees it. */
  | { readonly kind: 'quarantine'; readonly error: AppError }
