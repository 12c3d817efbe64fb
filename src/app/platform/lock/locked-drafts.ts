import type { Clock } from '#app/platform/clock/clock.ts'
import type { CaibaoDatabase, StoredRow } from '#app/platform/storage/caibao-database.ts'
import type {
  AddedSubmission,
  Draft,
  DraftChange,
  DraftEntry,
  DraftError,
  DraftListener,
  LockedEntry,
  NewDraft,
  StoredSubmission,
  UnreadableEntry,
} from '#app/platform/storage/draft-storage.ts'
import { forgetLeft, leftBehind } from '#app/platform/storage/left-behind.ts'
import { addToOutbox } from '#app/platform/storage/outbox-row.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { withoutText } from '#app/platform/storage/outbox-storage.ts'
import { parseDraft } from '#app/platform/storage/parse-draft.ts'
import type { SlipLock } from '#app/platform/storage/return-slip-storage.ts'
import { storageErrorOf } from '#app/platform/storage/storage-error.ts'
import { watchRows } from '#app/platform/storage/watch-rows.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { addBehind } from './add-behind.ts'
import { openJson, openLock } from './draft-lock.ts'
import { hideLocked } from './hide-locked.ts'
import { lockDraft } from './lock-draft.ts'
import {
  damagedLock,
  type LockRow,
  type OpenedRow,
  isSameRow,
  parseLockRow,
  removalOf,
  rowWith,
  submissionsIn,
} from './lock-row.ts'
import { openSlip, sealOpenSlips, sealSlip } from './locked-slips.ts'
import { markLocked } from './mark-locked.ts'
import { handedInRow, markedRow, type NextRow, savedRow } from './next-row.ts'
import { purgeLocked } from './purge-locked.ts'
import { takeOffLock } from './take-off-lock.ts'

type LockError = DraftError | AppError<'LOCK_PASSPHRASE_WRONG' | 'DRAFT_OPEN_ELSEWHERE'>

type ListedEntry = DraftEntry | LockedEntry | UnreadableEntry

/** Drafts that only a passphrase opens: encrypted in the database, open in this page alone. */
export interface LockedDrafts extends SlipLock {
  list(): Promise<readonly ListedEntry[]>
  load(id: string): Promise<Result<Draft, DraftError>>
  save(id: string, expectedRevision: number, change: DraftChange): Promise<Result<Draft, DraftError>>
  mark(id: string, isRemoved: boolean): Promise<Result<void, DraftError>>
  /** Adds a draft that the passphrase of an open one opens, too. */
  createBehind(open: string, fresh: NewDraft): Promise<Result<Draft, DraftError>>
  addSubmission(
    id: string,
    expectedRevision: number,
    submission: StoredSubmission,
    onItsWay: OutboxEntry,
  ): Promise<Result<AddedSubmission, DraftError>>
  listSubmissions(): Promise<readonly StoredSubmission[]>
  /** Erases those removed before the instant that were never handed in; returns how many. */
  purge(beforeMs: number): Promise<Result<number, DraftError>>
  watch(listener: DraftListener): () => void
  /** 上锁: from now on the draft and its submissions are encrypted; earlier states of it are erased. */
  lock(id: string, passphrase: string): Promise<Result<void, LockError>>
  /** Opens the draft for this page. */
  unlock(id: string, passphrase: string): Promise<Result<void, LockError>>
  /** 取消上锁: back among the others. */
  remove(id: string): Promise<Result<void, LockError>>
  /** Forgets the key of a draft whose lock was taken off elsewhere. */
  forget(id: string): void
  /** Whether any is open in this page. */
  isAnyOpen(): boolean
  /** Whether this one is behind a passphrase, and open in this page. */
  isOpen(id: string): boolean
  /** Forgets every key: what was open is closed. */
  closeAll(): void
}

const mostAttempts = 3

const unreadable = (stored: StoredRow): UnreadableEntry => {
  return { kind: 'unreadable', id: String(stored['id']), raw: JSON.stringify(stored, null, 1), error: damagedLock }
}

async function attempt<T, E extends AppError>(work: () => Promise<Result<T, E>>): Promise<Result<T, E | DraftError>> {
  try {
    return await work()
  } catch (thrown) {
    return { ok: false, error: storageErrorOf(thrown, 'write') }
  }
}

/** Locked drafts in the store `locks`. */
class DexieLockedDrafts implements LockedDrafts {
  readonly #database: CaibaoDatabase
  readonly #clock: Clock
  /** By draft, with the lock each was unwrapped from. */
  readonly #keys = new Map<string, { readonly key: CryptoKey; readonly opens: string }>()

  constructor(database: CaibaoDatabase, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /** The key of this page; one of an earlier lock of the same draft opens nothing, and is forgotten. */
  #keyOf({ id, key }: LockRow): CryptoKey | undefined {
    if (this.#keys.get(id)?.opens !== key.wrapped) this.#keys.delete(id)
    return this.#keys.get(id)?.key
  }

  async #openRow(id: string): Promise<Result<OpenedRow, DraftError>> {
    const stored = await this.#database.locks.get(id)
    if (!stored) return fail('DRAFT_MISSING', {})
    const row = parseLockRow(stored)
    if (!row) return { ok: false, error: damagedLock }
    const key = this.#keyOf(row)
    if (!key) return fail('DRAFT_LOCKED', {})
    const draft = parseDraft(await openJson(key, `draft ${id}`, row.draft))
    return draft.ok ? ok({ row, key, draft: draft.value }) : draft
  }

  /** Writes over exactly the row that was read: encryption takes its time outside the transaction. */
  async #putOver({ row }: OpenedRow, next: Partial<LockRow>, along?: () => Promise<void>): Promise<boolean> {
    const { locks, outbox } = this.#database
    return this.#database.transaction('rw', locks, outbox, async () => {
      const isSame = isSameRow(parseLockRow(await locks.get(row.id)), row)
      if (isSame) await locks.put(rowWith(row, next))
      if (isSame) await along?.()
      return isSame
    })
  }

  #replace<T>(
    id: string,
    next: (opened: OpenedRow) => Promise<NextRow<T>>,
    along?: () => Promise<void>,
  ): Promise<Result<T, DraftError>> {
    return attempt<T, DraftError>(async () => {
      for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
        const opened = await this.#openRow(id)
        if (!opened.ok) return opened
        const replaced = await next(opened.value)
        if (!replaced.ok) return replaced
        const [value, row] = replaced.value
        if (await this.#putOver(opened.value, row, along)) return ok(value)
      }
      return fail('DRAFT_CONFLICT', { expected: 0, found: 0 })
    })
  }

  async #entryOf(stored: StoredRow): Promise<ListedEntry> {
    const id = String(stored['id'])
    const row = parseLockRow(stored)
    // No passphrase opens it: that is not a record that is merely locked.
    if (!row) return unreadable(stored)
    const opened = await this.#openRow(id)
    if (opened.ok) return { kind: 'draft', draft: opened.value.draft, isLocked: true }
    return opened.error.code === 'DRAFT_UNREADABLE' ? unreadable(stored) : { kind: 'locked', id, savedAt: row.savedAt }
  }

  async list(): Promise<readonly ListedEntry[]> {
    return Promise.all((await this.#database.locks.toArray()).map((stored) => this.#entryOf(stored)))
  }

  load(id: string): Promise<Result<Draft, DraftError>> {
    return attempt<Draft, DraftError>(async () => {
      const opened = await this.#openRow(id)
      return opened.ok ? ok(opened.value.draft) : opened
    })
  }

  save(id: string, expectedRevision: number, change: DraftChange): Promise<Result<Draft, DraftError>> {
    return this.#replace(id, (opened) => savedRow(opened, expectedRevision, change, this.#clock.now()))
  }

  mark(id: string, isRemoved: boolean): Promise<Result<void, DraftError>> {
    return this.#replace(id, (opened) => markedRow(opened, isRemoved ? this.#clock.now() : null))
  }

  createBehind(open: string, fresh: NewDraft): Promise<Result<Draft, DraftError>> {
    return attempt<Draft, DraftError>(async () => {
      const opened = await this.#openRow(open)
      if (!opened.ok) return opened
      const draft = await addBehind(this.#database, opened.value, fresh, this.#clock.now())
      this.#keys.set(draft.id, { key: opened.value.key, opens: opened.value.row.key.wrapped })
      return ok(draft)
    })
  }

  addSubmission(
    id: string,
    expectedRevision: number,
    submission: StoredSubmission,
    onItsWay: OutboxEntry,
  ): Promise<Result<AddedSubmission, DraftError>> {
    const putOnItsWay = (): Promise<void> => addToOutbox(this.#database.outbox, withoutText(onItsWay))
    return this.#replace(id, (opened) => handedInRow(opened, expectedRevision, submission), putOnItsWay)
  }

  async listSubmissions(): Promise<readonly StoredSubmission[]> {
    const rows = await Promise.all([...this.#keys.keys()].map((id) => this.#openRow(id)))
    const lists = await Promise.all(
      rows.flatMap((opened) => (opened.ok ? [submissionsIn(opened.value.key, opened.value.row)] : [])),
    )
    return lists.flatMap((list) => list ?? [])
  }

  purge(beforeMs: number): Promise<Result<number, DraftError>> {
    return attempt<number, DraftError>(async () => ok(await purgeLocked(this.#database, beforeMs)))
  }

  watch(listener: DraftListener): () => void {
    return watchRows(() => this.#database.locks.toArray(), JSON.stringify, listener)
  }

  lock(id: string, passphrase: string): Promise<Result<void, LockError>> {
    return attempt<void, LockError>(() => lockDraft(this.#database, id, { passphrase, now: this.#clock.now() }))
  }

  unlock(id: string, passphrase: string): Promise<Result<void, LockError>> {
    return attempt<void, LockError>(async () => {
      const stored = await this.#database.locks.get(id)
      if (!stored) return fail('DRAFT_MISSING', {})
      const row = parseLockRow(stored)
      if (!row) return { ok: false, error: damagedLock }
      const key = await openLock(row.key, passphrase)
      if (!key) return fail('LOCK_PASSPHRASE_WRONG', {})
      this.#keys.set(id, { key, opens: row.key.wrapped })
      const opened = await this.#openRow(id)
      if (!opened.ok) return opened
      await this.#takeIn(id, key)
      return ok<void>(undefined)
    })
  }

  /** What an earlier version left open beside the lock goes behind it. */
  async #takeIn(id: string, key: CryptoKey): Promise<void> {
    await sealOpenSlips(this.#database.returnSlips, id, key)
    const draft = await this.load(id)
    const left = draft.ok ? leftBehind(id, draft.value.revision) : undefined
    const saved = draft.ok && left ? await this.save(id, draft.value.revision, left) : draft
    if (saved.ok) forgetLeft(id)
    // Nor did it tell outside the seal when the draft was removed.
    if (draft.ok && draft.value.deletedAt !== null)
      await this.#replace<void>(id, async (opened) => ok([undefined, await removalOf(opened)]))
  }

  async hideSlip(draftId: string, row: StoredRow): Promise<StoredRow | undefined> {
    const key = this.#keys.get(draftId)?.key
    return key && sealSlip(key, row)
  }

  async showSlip(draftId: string, row: StoredRow): Promise<StoredRow> {
    const key = this.#keys.get(draftId)?.key
    return key ? openSlip(key, row) : row
  }

  remove(id: string): Promise<Result<void, LockError>> {
    return attempt<void, LockError>(async () => {
      const opened = await this.#openRow(id)
      if (!opened.ok) return opened
      const off = await takeOffLock(this.#database, opened.value)
      if (!off.ok) return off
      this.#keys.delete(id)
      markLocked(id, 'open')
      return ok<void>(undefined)
    })
  }

  forget(id: string): void {
    this.#keys.delete(id)
  }

  isAnyOpen(): boolean {
    return this.#keys.size > 0
  }

  isOpen(id: string): boolean {
    return this.#keys.has(id)
  }

  closeAll(): void {
    this.#keys.clear()
  }
}

/** Opens the drafts behind passphrases; all of them are closed at first. */
export function openLockedDrafts(database: CaibaoDatabase, clock: Clock): LockedDrafts {
  // Not waited for: a list of drafts is shown without it.
  void hideLocked(database).catch(() => undefined)
  return new DexieLockedDrafts(database, clock)
}
