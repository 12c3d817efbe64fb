import { liveQuery } from 'dexie'
import * as v from 'valibot'
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
import { hideInOutbox } from '#app/platform/storage/outbox-storage.ts'
import { hideInSyncLog } from '#app/platform/sync-client/sync-log.ts'
import { forgetLeft } from '#app/platform/storage/left-behind.ts'
import { parseDraft } from '#app/platform/storage/parse-draft.ts'
import { storageErrorOf } from '#app/platform/storage/storage-error.ts'
import { parseSubmissions } from '#app/platform/storage/parse-submissions.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { makeLock, openJson, openLock, type Sealed, sealedSchema, sealJson, wrappedKeySchema } from './draft-lock.ts'

const rowSchema = v.strictObject({
  id: v.string(),
  key: wrappedKeySchema,
  draft: sealedSchema,
  submissions: sealedSchema,
  savedAt: v.number(),
})

type LockRow = v.InferOutput<typeof rowSchema>
type LockError = DraftError | AppError<'LOCK_PASSPHRASE_WRONG' | 'DRAFT_LOCKED'>

interface OpenedRow {
  readonly row: LockRow
  readonly key: CryptoKey
  readonly draft: Draft
}

/** Drafts that only a passphrase opens: encrypted in the database, open in this page alone. */
export interface LockedDrafts {
  list(): Promise<readonly (DraftEntry | LockedEntry)[]>
  load(id: string): Promise<Result<Draft, DraftError>>
  save(id: string, expectedRevision: number, change: DraftChange): Promise<Result<Draft, DraftError>>
  mark(id: string, isRemoved: boolean): Promise<Result<void, DraftError>>
  addSubmission(
    id: string,
    expectedRevision: number,
    submission: StoredSubmission,
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

function parseRow(stored: StoredRow | undefined): LockRow | undefined {
  const parsed = v.safeParse(rowSchema, stored)
  return parsed.success ? parsed.output : undefined
}

async function submissionsIn({ row, key }: Pick<OpenedRow, 'row' | 'key'>): Promise<readonly StoredSubmission[]> {
  return parseSubmissions(await openJson(key, `submissions ${row.id}`, row.submissions))
}

const sealDraft = (key: CryptoKey, draft: Draft): Promise<Sealed> => sealJson(key, `draft ${draft.id}`, draft)
const sealSubmissions = (key: CryptoKey, id: string, list: readonly StoredSubmission[]): Promise<Sealed> =>
  sealJson(key, `submissions ${id}`, list)
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
    const row = parseRow(stored)
    if (!row) return fail('DRAFT_UNREADABLE', { path: 'lock' })
    const key = this.#keys.get(id)
    if (!key) return fail('DRAFT_LOCKED', {})
    const draft = parseDraft(await openJson(key, `draft ${id}`, row.draft))
    return draft.ok ? ok({ row, key, draft: draft.value }) : draft
  }

  /** Writes over exactly the row that was read: encryption takes its time outside the transaction. */
  async #putOver({ row }: OpenedRow, next: Partial<LockRow>): Promise<boolean> {
    const { locks } = this.#database
    return this.#database.transaction('rw', locks, async () => {
      const standing = parseRow(await locks.get(row.id))
      const isSame = standing?.draft.iv === row.draft.iv && standing.submissions.iv === row.submissions.iv
      if (isSame) await locks.put({ ...row, ...next })
      return isSame
    })
  }

  #replace<T>(
    id: string,
    next: (opened: OpenedRow) => Promise<Result<readonly [T, Partial<LockRow>], DraftError>>,
  ): Promise<Result<T, DraftError>> {
    return attempt<T, DraftError>(async () => {
      for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
        const opened = await this.#openRow(id)
        if (!opened.ok) return opened
        const replaced = await next(opened.value)
        if (!replaced.ok) return replaced
        const [value, row] = replaced.value
        if (await this.#putOver(opened.value, row)) return ok(value)
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
  ): Promise<Result<AddedSubmission, DraftError>> {
    return this.#replace(id, async (opened) => {
      const { key, draft } = opened
      const conflict = conflictIn(draft, expectedRevision)
      if (conflict) return conflict
      const { digest, revision } = submission
      const next: Draft = { ...draft, handedIn: { revision, digest, draftRevision: expectedRevision } }
      const list = [...(await submissionsIn(opened)), submission]
      const row = { draft: await sealDraft(key, next), submissions: await sealSubmissions(key, id, list) }
      return ok([{ draft: next, submission }, row])
    })
  }

  async listSubmissions(): Promise<readonly StoredSubmission[]> {
    const rows = await Promise.all([...this.#keys.keys()].map((id) => this.#openRow(id)))
    const lists = await Promise.all(rows.flatMap((opened) => (opened.ok ? [submissionsIn(opened.value)] : [])))
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
    const { drafts, submissions, revisions, locks, outbox, settings } = this.#database
    return attempt<void, LockError>(async () => {
      const draft = parseDraft(await drafts.get(id))
      if (!draft.ok) return fail('DRAFT_MISSING', {})
      const own = await submissions.where('draftId').equals(id).toArray()
      const { key, wrapped } = await makeLock(passphrase)
      const row: LockRow = {
        id,
        key: wrapped,
        draft: await sealDraft(key, draft.value),
        submissions: await sealSubmissions(key, id, own),
        savedAt: draft.value.savedAt,
      }
      const { revision, record } = draft.value
      const names = new Set([record.basic['name'], ...own.map((each) => each['personName'])].map(String))
      const stores = [drafts, submissions, revisions, locks, outbox, settings]
      return this.#database.transaction('rw', stores, async () => {
        const standing = parseDraft(await drafts.get(id))
        const found = standing.ok ? standing.value.revision : 0
        if (found !== revision) return fail('DRAFT_CONFLICT', { expected: revision, found })
        await locks.add(row)
        await drafts.delete(id)
        await submissions.where('draftId').equals(id).delete()
        await revisions.where('draftId').equals(id).delete()
        await hideInOutbox(outbox, id)
        await hideInSyncLog(settings, names)
        forgetLeft(id)
        return ok<void>(undefined)
      })
    })
  }

  unlock(id: string, passphrase: string): Promise<Result<void, LockError>> {
    return attempt<void, LockError>(async () => {
      const row = parseRow(await this.#database.locks.get(id))
      if (!row) return fail('DRAFT_MISSING', {})
      const key = await openLock(row.key, passphrase)
      if (!key) return fail('LOCK_PASSPHRASE_WRONG', {})
      this.#keys.set(id, key)
      return ok<void>(undefined)
    })
  }

  remove(id: string): Promise<Result<void, LockError>> {
    const { drafts, submissions, locks } = this.#database
    return attempt<void, LockError>(async () => {
      const opened = await this.#openRow(id)
      if (!opened.ok) return opened
      const own = await submissionsIn(opened.value)
      const isDone = await this.#database.transaction('rw', drafts, submissions, locks, async () => {
        const standing = parseRow(await locks.get(id))
        if (standing?.draft.iv !== opened.value.row.draft.iv) return false
        await drafts.add({ ...opened.value.draft })
        await submissions.bulkPut([...own])
        await locks.delete(id)
        return true
      })
      return isDone ? ok<void>(undefined) : fail('DRAFT_CONFLICT', { expected: 0, found: 0 })
    })
  }

  closeAll(): void {
    this.#keys.clear()
  }
}

/** Opens the drafts behind passphrases; all of them are closed at first. */
export function openLockedDrafts(database: CaibaoDatabase, clock: Clock): LockedDrafts {
  return new DexieLockedDrafts(database, clock)
}
