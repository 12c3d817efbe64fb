import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { Confirmation } from '#core/submission/confirmation.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import type { StorageError } from './storage-error.ts'

/** 草稿: one person's record on this device, and what belongs to it. */
export interface Draft {
  readonly id: string
  readonly record: PersonRecord
  /** Counts the saves; one more with each. */
  readonly revision: number
  readonly createdAt: number
  readonly savedAt: number
  readonly confirmations: readonly Confirmation[]
  /** Answers that are asked for but are no part of the record, e.g. `retired`. */
  readonly declarations: Readonly<Record<string, string>>
  readonly handedIn: HandedIn | null
  readonly deletedAt: number | null
}

/** The last submission made of a draft. */
export interface HandedIn {
  /** Revision of the submission. */
  readonly revision: number
  readonly digest: string
  /** Revision of the draft it was made of. */
  readonly draftRevision: number
}

/** What a person can change in a draft. */
export type DraftChange = Pick<Draft, 'record' | 'confirmations' | 'declarations'>

/** Why a state of a draft is kept in its history. */
export type KeepReason = 'opened' | 'worked' | 'handedIn' | 'beforeRestore' | 'imported'

/** What a new draft starts with. */
export interface NewDraft extends Partial<DraftChange> {
  readonly id: string
  readonly record: PersonRecord
  /** What was handed in of it elsewhere: the next submission follows it. */
  readonly handedIn?: HandedIn
  /** A draft this one is made of: where that is behind a passphrase, this one is behind the same, never in the open. */
  readonly madeOf?: string
}

/** A draft of the list. */
export interface DraftEntry {
  readonly kind: 'draft'
  readonly draft: Draft
  /** Locked by a passphrase, and open in this page. */
  readonly isLocked?: true
}

/** A draft that only its passphrase opens: not even whose it is can be told. */
export interface LockedEntry {
  readonly kind: 'locked'
  readonly id: string
  readonly savedAt: number
}

/** Something stored as a draft that cannot be read: kept untouched, and its text can be taken out. */
export interface UnreadableEntry {
  readonly kind: 'unreadable'
  readonly id: string
  readonly raw: string
  readonly error: AppError<'DRAFT_UNREADABLE'>
}

/** 报送文件 generated on this device. */
export interface StoredSubmission {
  readonly digest: string
  readonly draftId: string
  readonly revision: number
  readonly fileName: string
  /** The signed file, readable on this device. */
  readonly text: string
  /** What is handed over instead when the task asks for sealing. */
  readonly sealedText?: string
  readonly createdAt: number
  readonly personName: string
}

/** A draft with the submission just made of it. */
export interface AddedSubmission {
  readonly draft: Draft
  readonly submission: StoredSubmission
}

/** Why a draft cannot be opened or saved. */
export type DraftError =
  | StorageError
  | AppError<'DRAFT_MISSING' | 'DRAFT_CONFLICT' | 'DRAFT_UNREADABLE' | 'DRAFT_LOCKED'>

/** Whether the browser promised to keep the data when the disk runs low. */
export type Persistence = 'unknown' | 'granted' | 'refused'

/** What the browser says about its disk space. */
export interface StorageSpace {
  readonly usedBytes: number
  readonly quotaBytes: number
}

/** Tells which draft changed, here or in another tab. */
export type DraftListener = (draftId: string) => void

/** Where drafts and submissions are kept. What is answered with `ok` is on the disk. */
export interface DraftStorage {
  /** Drafts, removed ones too, last saved first; then what cannot be read. */
  list(): Promise<Result<readonly (DraftEntry | UnreadableEntry | LockedEntry)[], StorageError>>
  load(id: string): Promise<Result<Draft, DraftError>>
  /** Refuses to write over a draft of the same id. */
  create(draft: NewDraft): Promise<Result<Draft, DraftError>>
  /** Writes only over the revision the change was made from; with a reason, what it leaves behind is kept. */
  save(id: string, expectedRevision: number, change: DraftChange, keep?: KeepReason): Promise<Result<Draft, DraftError>>
  /**
   * Lays aside, at once, a change of a draft whose page is being left; who loads the draft next finds it saved. What is
   * behind a passphrase is not laid open for it. While an earlier change is being written nobody knows whether the
   * draft will have the expected revision or the one after it: both are taken for the one it was made from.
   */
  leave(id: string, expectedRevision: number, change: DraftChange, isWriting: boolean): void
  /** Puts a draft among the removed ones, where `restore` finds it. */
  remove(id: string): Promise<Result<void, DraftError>>
  restore(id: string): Promise<Result<void, DraftError>>
  /** Erases the drafts removed before the instant; returns how many. Their submissions stay. */
  purge(beforeMs: number): Promise<Result<number, StorageError>>
  /** Calls back after each change, of other tabs too, until the returned function is called. */
  watch(listener: DraftListener): () => void
  /**
   * Keeps a submission, notes it in its draft and puts it on its way, all or nothing: what counts as generated is sent,
   * wherever the page was left. The draft must still be what was signed.
   */
  addSubmission(
    draftId: string,
    expectedRevision: number,
    submission: StoredSubmission,
    onItsWay: OutboxEntry,
  ): Promise<Result<AddedSubmission, DraftError>>
  /** Newest first. */
  listSubmissions(): Promise<Result<readonly StoredSubmission[], StorageError>>
  getSubmission(digest: string): Promise<Result<StoredSubmission | undefined, StorageError>>
  /** What the browser answered when it was last asked to keep the data; it is asked at the first save. */
  persistence(): Persistence
  space(): Promise<StorageSpace | undefined>
}

/** 示例: a record of nobody, which can never be handed in. */
export const isDemo = ({ declarations }: Pick<Draft, 'declarations'>): boolean => declarations['demo'] === 'yes'

/** The text that goes to the unit. */
export const handedOverText = ({ text, sealedText }: Pick<StoredSubmission, 'text' | 'sealedText'>): string =>
  sealedText ?? text

/** The first state of a new draft. */
export function draftFrom(
  { id, record, confirmations = [], declarations = {}, handedIn }: NewDraft,
  now: number,
): Draft {
  return {
    id,
    record,
    confirmations,
    declarations,
    revision: 1,
    createdAt: now,
    savedAt: now,
    handedIn: handedIn ?? null,
    deletedAt: null,
  }
}
