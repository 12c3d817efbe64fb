import type { CaibaoDatabase, StoredRow } from '#app/platform/storage/caibao-database.ts'
import type { Draft, DraftError, StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import { forgetLeft } from '#app/platform/storage/left-behind.ts'
import { hideInOutbox } from '#app/platform/storage/outbox-storage.ts'
import { parseDraft } from '#app/platform/storage/parse-draft.ts'
import { forgetReadable } from '#app/platform/storage/second-copies.ts'
import { withLeft } from '#app/platform/storage/with-left.ts'
import { hideInSyncLog } from '#app/platform/sync-client/sync-log.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { makeLock } from './draft-lock.ts'
import { type LockRow, sealDraft, sealSubmissions } from './lock-row.ts'
import { sealSlip } from './locked-slips.ts'
import { markLocked } from './mark-locked.ts'
import { sealBeside } from './seal-beside.ts'
import { whileAllStandStill } from './stand-still.ts'

interface Standing {
  readonly draft: Draft
  readonly submissions: readonly StoredSubmission[]
  readonly slips: readonly StoredRow[]
}

type Stores = Pick<CaibaoDatabase, 'drafts' | 'submissions' | 'returnSlips'>

/** What lies open of a draft. */
async function standingOf({ drafts, submissions, returnSlips }: Stores, id: string): Promise<Standing | undefined> {
  const draft = parseDraft(await drafts.get(id))
  if (!draft.ok) return undefined
  const [own, slips] = await Promise.all([
    submissions.where('draftId').equals(id).toArray(),
    returnSlips.where('draftId').equals(id).toArray(),
  ])
  return { draft: draft.value, submissions: own, slips }
}

const isSame = (one: Standing | undefined, other: Standing): boolean => JSON.stringify(one) === JSON.stringify(other)

async function sealed(database: CaibaoDatabase, { draft, submissions, slips }: Standing, passphrase: string) {
  const { key, wrapped } = await makeLock(passphrase)
  const row: LockRow = {
    id: draft.id,
    key: wrapped,
    draft: await sealDraft(key, draft),
    submissions: await sealSubmissions(key, draft.id, submissions),
    savedAt: draft.savedAt,
  }
  const beside = await sealBeside(database, draft.id, { key, wrapped })
  return { row, slips: await Promise.all(slips.map((slip) => sealSlip(key, slip))), beside }
}

interface Lock {
  readonly passphrase: string
  readonly now: number
}

async function lockAs(
  database: CaibaoDatabase,
  before: Standing,
  { passphrase, now }: Lock,
): Promise<Result<void, DraftError>> {
  const { drafts, submissions, revisions, returnSlips, locks, outbox, settings, recents } = database
  const { id } = before.draft
  const draft = withLeft(before.draft, now)
  const { row, slips, beside } = await sealed(database, { ...before, draft }, passphrase)
  const names = new Set([before.draft, draft].map(({ record }) => record.basic['name'] ?? ''))
  for (const { personName } of before.submissions) names.add(personName)
  for (const { name } of beside) names.add(name)
  const stores = [drafts, submissions, revisions, returnSlips, locks, outbox, settings, recents]
  return database.transaction('rw', stores, async (): Promise<Result<void, DraftError>> => {
    const standing = await standingOf(database, id)
    // Sealing takes its time: what came meanwhile would be lost.
    if (!isSame(standing, before)) {
      return fail('DRAFT_CONFLICT', { expected: before.draft.revision, found: standing?.draft.revision ?? 0 })
    }
    await locks.bulkAdd([row, ...beside.map((other) => other.row)])
    await drafts.delete(id)
    await submissions.where('draftId').equals(id).delete()
    await revisions.where('draftId').equals(id).delete()
    await returnSlips.bulkPut(slips)
    // Which of them were chosen for this record nobody knows.
    await recents.clear()
    await hideInOutbox(outbox, id)
    await hideInSyncLog(settings, (name) => names.has(name))
    return ok(undefined)
  })
}

async function lockStanding(database: CaibaoDatabase, id: string, lock: Lock): Promise<Result<void, DraftError>> {
  const before = await standingOf(database, id)
  return before ? lockAs(database, before, lock) : fail('DRAFT_MISSING', {})
}

/** The mark as things stand now, however the locking ended: another tab may have been first. */
async function markStanding({ locks }: Pick<CaibaoDatabase, 'locks'>, id: string): Promise<void> {
  markLocked(id, (await locks.get(id)) === undefined ? 'open' : 'locked')
}

async function lockMarked(database: CaibaoDatabase, id: string, lock: Lock): Promise<Result<void, DraftError>> {
  markLocked(id, 'locking')
  try {
    let locked = await lockStanding(database, id, lock)
    if (!locked.ok && locked.error.code === 'DRAFT_CONFLICT') locked = await lockStanding(database, id, lock)
    if (locked.ok) {
      forgetLeft(id)
      // It is locked all the same; what could not be taken away now is with the next change.
      await forgetReadable(id).catch(() => undefined)
    }
    return locked
  } finally {
    await markStanding(database, id)
  }
}

/**
 * Puts a draft and everything that belongs to it behind a passphrase; of what lay open nothing stays. Whoever has it
 * open saves what is typed there first, and types nothing more until it is locked.
 */
export const lockDraft = (
  database: CaibaoDatabase,
  id: string,
  lock: Lock,
): Promise<Result<void, DraftError | AppError<'DRAFT_OPEN_ELSEWHERE'>>> =>
  whileAllStandStill<Result<void, DraftError | AppError<'DRAFT_OPEN_ELSEWHERE'>>>(id, {
    work: () => lockMarked(database, id, lock),
    refused: () => fail('DRAFT_OPEN_ELSEWHERE', {}),
  })
