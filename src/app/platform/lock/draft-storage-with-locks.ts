import { attempt } from '#app/platform/storage/attempt.ts'
import type {
  Draft,
  DraftError,
  DraftListener,
  DraftStorage,
  NewDraft,
  StoredSubmission,
} from '#app/platform/storage/draft-storage.ts'
import type { StorageError } from '#app/platform/storage/storage-error.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { LockedDrafts } from './locked-drafts.ts'

const isMissing = (result: Result<unknown, DraftError>): boolean => !result.ok && result.error.code === 'DRAFT_MISSING'

interface Locks {
  readonly open: () => Promise<LockedDrafts>
  readonly isAny: () => Promise<boolean>
}

/** Makes the draft behind the passphrase of what it is made of; undefined where that is in the open, too. */
async function createBehind(fresh: NewDraft, { open, isAny }: Locks): Promise<Result<Draft, DraftError> | undefined> {
  const { madeOf } = fresh
  if (madeOf === undefined) return undefined
  const mayBe = await attempt('write', isAny)
  if (!mayBe.ok) return mayBe
  const behind = mayBe.value ? await (await open()).createBehind(madeOf, fresh) : undefined
  return behind && !isMissing(behind) ? behind : undefined
}

/** Watches those that are locked as soon as there are any: a draft that is locked leaves the others, and is heard there. */
function watchBoth(storage: DraftStorage, { open, isAny }: Locks, listener: DraftListener): () => void {
  let stopLocked: (() => void) | undefined
  let isStarted = false
  let isStopped = false
  const start = async (): Promise<void> => {
    if (isStarted || isStopped || !(await isAny().catch(() => false))) return
    isStarted = true
    const drafts = await open()
    if (!isStopped) stopLocked = drafts.watch(listener)
  }
  const stopPlain = storage.watch((id) => {
    void start()
    listener(id)
  })
  void start()
  return () => {
    isStopped = true
    stopPlain()
    stopLocked?.()
  }
}

/**
 * Drafts, and behind them those that are locked: what is not among the first is looked for among the second. Who has
 * locked nothing waits for nothing: then what opens locks is not fetched for a list.
 */
export function draftStorageWithLocks(
  storage: DraftStorage,
  locks: () => Promise<LockedDrafts>,
  isAnyLocked: () => Promise<boolean>,
): DraftStorage {
  async function orLocked<T>(
    plain: Promise<Result<T, DraftError>>,
    locked: (drafts: LockedDrafts) => Promise<Result<T, DraftError>>,
  ): Promise<Result<T, DraftError>> {
    const result = await plain
    return isMissing(result) ? locked(await locks()) : result
  }

  const lockedSubmissions = (): Promise<Result<readonly StoredSubmission[], StorageError>> =>
    attempt('read', async () => ((await isAnyLocked()) ? (await locks()).listSubmissions() : []))

  return {
    ...storage,
    async list() {
      const plain = await storage.list()
      if (!plain.ok) return plain
      const behind = await attempt('read', async () => ((await isAnyLocked()) ? (await locks()).list() : []))
      // Where some may be locked and cannot be read, the list is not whole and does not pass for it.
      return behind.ok ? ok([...plain.value, ...behind.value]) : behind
    },
    load: (id) => orLocked(storage.load(id), (drafts) => drafts.load(id)),
    create: async (fresh) => (await createBehind(fresh, { open: locks, isAny: isAnyLocked })) ?? storage.create(fresh),
    // Of what is locked no history lies open beside it.
    save: (id, expected, change, keep) =>
      orLocked(storage.save(id, expected, change, keep), (drafts) => drafts.save(id, expected, change)),
    remove: (id) => orLocked(storage.remove(id), (drafts) => drafts.mark(id, true)),
    restore: (id) => orLocked(storage.restore(id), (drafts) => drafts.mark(id, false)),
    addSubmission: (id, expected, submission, onItsWay) =>
      orLocked(storage.addSubmission(id, expected, submission, onItsWay), (drafts) =>
        drafts.addSubmission(id, expected, submission, onItsWay),
      ),
    async listSubmissions() {
      const plain = await storage.listSubmissions()
      if (!plain.ok) return plain
      const locked = await lockedSubmissions()
      if (!locked.ok) return locked
      return ok([...plain.value, ...locked.value].sort((a, b) => b.createdAt - a.createdAt))
    },
    async getSubmission(digest) {
      const plain = await storage.getSubmission(digest)
      if (!plain.ok || plain.value !== undefined) return plain
      const locked = await lockedSubmissions()
      return locked.ok ? ok(locked.value.find((submission) => submission.digest === digest)) : locked
    },
    watch: (listener) => watchBoth(storage, { open: locks, isAny: isAnyLocked }, listener),
  }
}
