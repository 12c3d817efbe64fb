import { liveQuery } from 'dexie'
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
  StoredSubmission,
} from '#app/platform/storage/draft-storage.ts'
import { forgetLeft, leftBehind } from '#app/platform/storage/left-behind.ts'
import { addToOutbox } from '#app/platform/storage/outbox-row.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { showInOutbox, withoutText } from '#app/platform/storage/outbox-storage.ts'
import { parseDraft } from '#app/platform/storage/parse-draft.ts'
import type { SlipLock } from '#app/platform/storage/return-slip-storage.ts'
import { storageErrorOf } from '#app/platform/storage/storage-error.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { openJson, openLock } from './draft-lock.ts'
import { hideLocked } from './hide-locked.ts'
import { lockDraft } from './lock-draft.ts'
import { type LockRow, parseLockRow, sealDraft, sealSubmissions, submissionsIn } from './lock-row.ts'
import { openSlip, sealOpenSlips, sealSlip } from './locked-slips.ts'
import { markLocked } from './mark-locked.ts'

type LockError = DraftError | AppError<'LOCK_PASSPHRASE_WRONG' | 'DRAFT_LOCKED'>

interface OpenedRow {
  readonly row: LockRow
  readonly key: CryptoKey
  readonly draft: Draft
}

/** Drafts that only a passphrase opens: encrypted in the database, open in this page alone. */
export interface LockedDrafts extends SlipLock {
  list(): Promise<readonly (DraftEntry | LockedEntry)[]>
  load(id: string): Promise<Result<Draft, DraftError>>
  save(id: string, expectedRevision: number, change: DraftChange): Promise<Result<Draft, DraftError>>
  mark(id: string, isRemoved: boolean): Promise<Result<void, DraftError>>
  addSubmission(
    id: string,
    expectedRevision: number,
    submission: StoredSubmission,
    onItsWay: OutboxEntry,
  ): Promise<Result<AddedSubmission, DraftError>>
  listSubmissions(): Promise<readonly StoredSubmission[]>
  watch(listener: DraftListener): () => void
  /** 上锁: from now on the draft and its submissions are encrypted; earlier states of it are erased. */
  lock(id: string, passphrase: string): Promise<Result<void, LockError>>
  /** Opens the draft for this page. */
  unlock(id: string, passphrase: string): Promise<Result<void, LockError>>
  /** 取消上锁: back among the others. */
  remove(id: string): Promise<Result<void, LockError>>
  /** Forgets every key: what was open is closed. */
  closeAll(): void
}

const mostAttempts = 3

async function attempt<T, E extends AppError>(work: () => Promise<Result<T, E>>): Promise<Result<T, E | DraftError>> {
  try {
    return await work()
  } catch (thrown) {
    return { ok: false, error: storageErrorOf(thrown, 'write') }
  }
}

const conflictIn = (draft: Draft, expected: number): Result<never, DraftError> | undefined =>
  draft.revision === expected ? undefined : fail('DRAFT_CONFLICT', { expected, found: draft.revision })

/** Locked drafts in the store `locks`. */
class DexieLockedDrafts implements LockedDrafts {
  readonly #database: CaibaoDatabase
  readonly #clock: Clock
  readonly #keys = new Map<string, CryptoKey>()

  constructor(database: CaibaoDatabase, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  async #openRow(id: string): Promise<Result<OpenedRow, DraftError>> {
    const stored = await this.#database.locks.get(id)
    if (!stored) return fail('DRAFT_MISSING', {})
    const row = parseLockRow(stored)
    if (!row) return fail('DRAFT_UNREADABLE', { path: 'lock' })
    const key = this.#keys.get(id)
    if (!key) return fail('DRAFT_LOCKED', {})
    const draft = parseDraft(await openJson(key, `draft ${id}`, row.draft))
    return draft.ok ? ok({ row, key, draft: draft.value }) : draft
  }

  /** Writes over exactly the row that was read: encryption takes its time outside the transaction. */
  async #putOver({ row }: OpenedRow, next: Partial<LockRow>, along?: () => Promise<void>): Promise<boolean> {
    const { locks, outbox } = this.#database
    return this.#database.transaction('rw', locks, outbox, async () => {
      const standing = parseLockRow(await locks.get(row.id))
      const isSame = standing?.draft.iv === row.draft.iv && standing.submissions.iv === row.submissions.iv
      if (isSame) await locks.put({ ...row, ...next })
      if (isSame) await along?.()
      return isSame
    })
  }

  #replace<T>(
    id: string,
    next: (opened: OpenedRow) => Promise<Result<readonly [T, Partial<LockRow>], DraftError>>,
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

  async #entryOf(stored: StoredRow): Promise<DraftEntry | LockedEntry> {
    const id = String(stored['id'])
    const opened = await this.#openRow(id)
    const savedAt = typeof stored['savedAt'] === 'number' ? stored['savedAt'] : 0
    return opened.ok ? { kind: 'draft', draft: opened.value.draft, isLocked: true } : { kind: 'locked', id, savedAt }
  }

  async list(): Promise<readonly (DraftEntry | LockedEntry)[]> {
    return Promise.all((await this.#database.locks.toArray()).map((stored) => this.#entryOf(stored)))
  }

  load(id: string): Promise<Result<Draft, DraftError>> {
    return attempt<Draft, DraftError>(async () => {
      const opened = await this.#openRow(id)
      return opened.ok ? ok(opened.value.draft) : opened
    })
  }

  save(id: string, expectedRevision: number, change: DraftChange): Promise<Result<Draft, DraftError>> {
    return this.#replace(id, async ({ key, draft }) => {
      const conflict = conflictIn(draft, expectedRevision)
      if (conflict) return conflict
      const next: Draft = { ...draft, ...change, revision: draft.revision + 1, savedAt: this.#clock.now() }
      return ok([next, { draft: await sealDraft(key, next), savedAt: next.savedAt }])
    })
  }

  mark(id: string, isRemoved: boolean): Promise<Result<void, DraftError>> {
    return this.#replace<void>(id, async ({ key, draft }) => {
      const next: Draft = { ...draft, deletedAt: isRemoved ? this.#clock.now() : null }
      return ok([undefined, { draft: await sealDraft(key, next) }])
    })
  }

  addSubmission(
    id: string,
    expectedRevision: number,
    submission: StoredSubmission,
    onItsWay: OutboxEntry,
  ): Promise<Result<AddedSubmission, DraftError>> {
    const putOnItsWay = (): Promise<void> => addToOutbox(this.#database.outbox, withoutText(onItsWay))
    const addTo = async (
      opened: OpenedRow,
    ): Promise<Result<readonly [AddedSubmission, Partial<LockRow>], DraftError>> => {
      const { key, draft } = opened
      const conflict = conflictIn(draft, expectedRevision)
      if (conflict) return conflict
      const { digest, revision } = submission
      const next: Draft = { ...draft, handedIn: { revision, digest, draftRevision: expectedRevision } }
      const list = [...(await submissionsIn(key, opened.row)), submission]
      const row = { draft: await sealDraft(key, next), submissions: await sealSubmissions(key, id, list) }
      return ok([{ draft: next, submission }, row])
    }
    return this.#replace(id, addTo, putOnItsWay)
  }

  async listSubmissions(): Promise<readonly StoredSubmission[]> {
    const rows = await Promise.all([...this.#keys.keys()].map((id) => this.#openRow(id)))
    const lists = await Promise.all(
      rows.flatMap((opened) => (opened.ok ? [submissionsIn(opened.value.key, opened.value.row)] : [])),
    )
    return lists.flat()
  }

  watch(listener: DraftListener): () => void {
    let known: ReadonlyMap<string, string> | undefined
    const subscription = liveQuery(() => this.#database.locks.toArray()).subscribe({
      next(stored) {
        const marks = new Map(stored.map((row) => [String(row['id']), JSON.stringify(row)]))
        for (const [id, seen] of marks) if (known && known.get(id) !== seen) listener(id)
        for (const id of known?.keys() ?? []) if (!marks.has(id)) listener(id)
        known = marks
      },
      error: () => undefined,
    })
    return () => subscription.unsubscribe()
  }

  lock(id: string, passphrase: string): Promise<Result<void, LockError>> {
    return attempt<void, LockError>(() => lockDraft(this.#database, id, { passphrase, now: this.#clock.now() }))
  }

  unlock(id: string, passphrase: string): Promise<Result<void, LockError>> {
    return attempt<void, LockError>(async () => {
      const row = parseLockRow(await this.#database.locks.get(id))
      if (!row) return fail('DRAFT_MISSING', {})
      const key = await openLock(row.key, passphrase)
      if (!key) return fail('LOCK_PASSPHRASE_WRONG', {})
      this.#keys.set(id, key)
      await this.#takeIn(id, key)
      return ok<void>(undefined)
    })
  }

  /** What an earlier version left open beside the lock goes behind it. */
  async #takeIn(id: string, key: CryptoKey): Promise<void> {
    await sealOpenSlips(this.#database.returnSlips, id, key)
    const { base, ...change } = leftBehind(id) ?? {}
    const draft = await this.load(id)
    const isNext = draft.ok && base === draft.value.revision
    const saved = isNext ? await this.save(id, base, { ...draft.value, ...change }) : draft
    if (saved.ok) forgetLeft(id)
  }

  async hideSlip(draftId: string, row: StoredRow): Promise<StoredRow | undefined> {
    const key = this.#keys.get(draftId)
    return key && sealSlip(key, row)
  }

  async showSlip(draftId: string, row: StoredRow): Promise<StoredRow> {
    const key = this.#keys.get(draftId)
    return key ? openSlip(key, row) : row
  }

  remove(id: string): Promise<Result<void, LockError>> {
    const { drafts, submissions, returnSlips, outbox, locks } = this.#database
    const stores = [drafts, submissions, returnSlips, outbox, locks]
    return attempt<void, LockError>(async () => {
      const opened = await this.#openRow(id)
      if (!opened.ok) return opened
      const { key, row, draft } = opened.value
      const own = await submissionsIn(key, row)
      const sealed = await returnSlips.where('draftId').equals(id).toArray()
      const slips = await Promise.all(sealed.map((slip) => openSlip(key, slip)))
      const isDone = await this.#database.transaction('rw', stores, async () => {
        const standing = parseLockRow(await locks.get(id))
        const isSame = standing?.draft.iv === row.draft.iv && standing.submissions.iv === row.submissions.iv
        const slipsNow = await returnSlips.where('draftId').equals(id).toArray()
        if (!isSame || JSON.stringify(slipsNow) !== JSON.stringify(sealed)) return false
        await drafts.add({ ...draft })
        await submissions.bulkPut([...own])
        await returnSlips.bulkPut(slips)
        await showInOutbox(outbox, own)
        await locks.delete(id)
        return true
      })
      if (!isDone) return fail('DRAFT_CONFLICT', { expected: 0, found: 0 })
      markLocked(id, false)
      return ok<void>(undefined)
    })
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
