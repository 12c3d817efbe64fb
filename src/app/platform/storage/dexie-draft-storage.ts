import type { Clock } from '#app/platform/clock/clock.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { CaibaoDatabase } from './caibao-database.ts'
import { keepRevision } from './keep-revision.ts'
import { takingLeftBehind } from './left-behind.ts'
import { departuresSoFar, whileAway } from './leave-with-page.ts'
import {
  type Draft,
  draftFrom,
  type DraftError,
  type DraftStorage,
  type KeepReason,
  type Persistence,
} from './draft-storage.ts'
import { entriesOf, isAlreadySaved, parseDraft } from './parse-draft.ts'
import { isConnectionLost, type StorageError, storageErrorOf } from './storage-error.ts'
import type { StorageHealthDesk } from './storage-health.ts'
import { watchRows } from './watch-rows.ts'

type Run<T> = () => Promise<T>

const backoffMs = 200

/** What opening the database again asks, and where it is told when that takes long. */
export type ReopeningHealth = Pick<StorageHealthDesk, 'trouble' | 'onWork'>

/**
 * Runs what touches the database; when the page was put aside amid it, runs it again once the page is back, and when
 * the connection was lost, opens it once more and runs it again.
 */
function reopening(database: CaibaoDatabase, health: ReopeningHealth | undefined) {
  // One that took long to answer was not given up: it may be opened again (ADR 0170). What was let go stays closed.
  const mayReopen = (): boolean => {
    const trouble = health?.trouble()
    return trouble === undefined || trouble === 'silent'
  }

  async function openAgain(): Promise<void> {
    const isOver = health?.onWork()
    await database.open().finally(() => isOver?.())
  }

  return async function run<T>(work: Run<T>): Promise<T> {
    await whileAway()
    const departures = departuresSoFar()
    try {
      return await work()
    } catch (thrown) {
      const wasPutAside = departuresSoFar() > departures
      if (!(wasPutAside || isConnectionLost(thrown)) || !mayReopen()) throw thrown
      if (wasPutAside) await whileAway()
      else {
        database.close({ disableAutoOpen: false })
        await new Promise((resolve) => {
          setTimeout(resolve, backoffMs)
        })
      }
      // Meanwhile it may have been erased, or let go for a newer tab.
      if (!mayReopen()) throw thrown
      if (!wasPutAside) await openAgain()
      return await work()
    }
  }
}

/** Asks the browser, once a page, to keep the data when the disk runs low. */
function makePersistence(database: CaibaoDatabase) {
  let answer: Persistence = 'unknown'
  let isAsked = false
  const recall = async (): Promise<void> => {
    const [isKept, asked] = await Promise.all([
      navigator.storage?.persisted?.(),
      database.settings.get('persistence').catch(() => undefined),
    ])
    if (isKept) answer = 'granted'
    else if (asked?.value === 'refused' && answer === 'unknown') answer = 'refused'
  }
  const recalled = recall().catch(() => undefined)
  return {
    answer: () => answer,
    recalled,
    async ask(): Promise<void> {
      if (isAsked) return
      isAsked = true
      answer = (await navigator.storage?.persist?.()) ? 'granted' : 'refused'
      await database.settings.put({ key: 'persistence', value: answer }).catch(() => undefined)
    },
  }
}

/** Drafts and submissions in IndexedDB. Every write is one transaction that compares the revision first. */
export function dexieDraftStorage(database: CaibaoDatabase, clock: Clock, health?: ReopeningHealth): DraftStorage {
  const persistence = makePersistence(database)
  const run = reopening(database, health)

  /** Turns what the database throws into errors people can read. */
  async function reading<T>(work: Run<T>): Promise<Result<T, StorageError>> {
    try {
      return ok(await run(work))
    } catch (thrown) {
      return { ok: false, error: storageErrorOf(thrown, 'read') }
    }
  }

  async function writing<T>(work: Run<Result<T, DraftError>>): Promise<Result<T, DraftError>> {
    try {
      return await run(work)
    } catch (thrown) {
      return { ok: false, error: storageErrorOf(thrown, 'write') }
    }
  }

  async function standing(id: string): Promise<Result<Draft, DraftError>> {
    const stored = await database.drafts.get(id)
    return stored === undefined ? fail('DRAFT_MISSING', {}) : parseDraft(stored)
  }

  /** Replaces a draft by what `next` makes of it, if it still is what the caller knows; keeps what it was if asked. */
  function replace(
    id: string,
    next: (draft: Draft) => Result<Draft, DraftError>,
    keep?: KeepReason,
  ): Promise<Result<Draft, DraftError>> {
    const stores = keep ? [database.drafts, database.revisions] : [database.drafts]
    return writing(() =>
      database.transaction('rw', stores, async () => {
        const draft = await standing(id)
        const replaced = draft.ok ? next(draft.value) : draft
        if (!replaced.ok || !draft.ok) return replaced
        if (keep) await keepRevision(database, draft.value, keep)
        await database.drafts.put({ ...replaced.value })
        return replaced
      }),
    )
  }

  const conflictIn = (draft: Draft, expected: number): Result<never, DraftError> | undefined =>
    draft.revision === expected ? undefined : fail('DRAFT_CONFLICT', { expected, found: draft.revision })

  /** Counted from 1 again, a draft under the id of one that is gone would pass for copied, though it is in no copy. */
  const forgetCopies = (id: string): Promise<unknown> => database.copies.where('draftId').equals(id).delete()

  async function mark(id: string, deletedAt: number | null): Promise<Result<void, DraftError>> {
    const marked = await replace(id, (draft) => ok({ ...draft, deletedAt }))
    return marked.ok ? ok(undefined) : marked
  }

  return takingLeftBehind({
    list: () =>
      reading(async () => {
        const [stored] = await Promise.all([database.drafts.toArray(), persistence.recalled])
        return entriesOf(stored)
      }),
    load: (id) => writing(() => standing(id)),
    async create(fresh) {
      const draft = draftFrom(fresh, clock.now())
      const created = await writing(() =>
        database.transaction('rw', database.drafts, database.copies, async () => {
          await database.drafts.add({ ...draft })
          await forgetCopies(draft.id)
          return ok(draft)
        }),
      )
      if (created.ok) void persistence.ask()
      return created
    },
    async save(id, expectedRevision, change, keep) {
      const next = (draft: Draft): Result<Draft, DraftError> => {
        const conflict = conflictIn(draft, expectedRevision)
        if (conflict) return isAlreadySaved(draft, expectedRevision, change) ? ok(draft) : conflict
        return ok({ ...draft, ...change, revision: draft.revision + 1, savedAt: clock.now() })
      }
      let saved = await replace(id, next, keep)
      // What was typed goes before what it leaves behind: where both find no room, it alone may.
      if (!saved.ok && saved.error.code === 'STORAGE_FULL' && (keep === 'opened' || keep === 'worked'))
        saved = await replace(id, next)
      if (saved.ok) void persistence.ask()
      return saved
    },
    remove: (id) => mark(id, clock.now()),
    restore: (id) => mark(id, null),
    async purge(beforeMs) {
      const { purgeRemoved } = await import('./purge-removed.ts')
      return reading(() => purgeRemoved(database, beforeMs))
    },
    watch: (listener) =>
      watchRows(
        () => database.drafts.toArray(),
        (draft) => JSON.stringify([draft['revision'], draft['deletedAt']]),
        listener,
      ),
    async addSubmission(draftId, expectedRevision, submission, onItsWay) {
      const { addSubmission } = await import('./add-submission.ts')
      const signed = { standing: () => standing(draftId), expectedRevision }
      return writing(() => addSubmission(database, signed, submission, onItsWay))
    },
    listSubmissions: () => reading(() => database.submissions.orderBy('createdAt').reverse().toArray()),
    getSubmission: (digest) => reading(() => database.submissions.get(digest)),
    persistence: persistence.answer,
    async space() {
      const estimate = await navigator.storage?.estimate?.().catch(() => undefined)
      if (estimate?.usage === undefined || estimate.quota === undefined) return undefined
      return { usedBytes: estimate.usage, quotaBytes: estimate.quota }
    },
  })
}
