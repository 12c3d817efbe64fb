import type { Table } from 'dexie'
import type { Clock } from '#app/platform/clock/clock.ts'
import { putInKey, takeOutKey } from '#app/platform/keys/carry-key.ts'
import { deviceKeyId } from '#app/platform/keys/stored-key.ts'
import type { BackupContent, BackupDraft, DraftLineage, PrivateJwk } from '#core/backup/backup.ts'
import { soundRows } from '#core/backup/carried-rows.ts'
import type { DraftWrite } from '#core/backup/plan-restore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { addRevisions } from './add-revisions.ts'
import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'
import {
  type CopiedDrafts,
  type DraftCopy,
  draftCopies,
  draftCopiesOf,
  forgetOldFolderCopies,
  parseCopies,
  watchBeside,
} from './draft-copies.ts'
import { keepRevision } from './keep-revision.ts'
import { isForgetfulBrowser } from './forgetful-browser.ts'
import { keyLoss, type KeyLoss, noteKey } from './key-copies.ts'
import { type LockedCopy, lockedCopies, lockedCopiesOf, noteLockedCopies } from './locked-copies.ts'
import { parseDraft } from './parse-draft.ts'
import { putAside } from './put-aside.ts'
import { type StorageError, storageErrorOf } from './storage-error.ts'

/** How a copy came about that is noted here. */
export type NotedCopy = Exclude<DraftCopy['kind'], 'restored'>

/** What of a backup is a copy of a draft, open or locked, and of what lies beside it. */
export interface CopiedContent extends CopiedDrafts, Pick<BackupContent, 'locks'> {
  /** The x of the signing key that the backup carries; only one that is sealed carries any. */
  readonly heldKey?: string | undefined
}

/** What a restore writes, all or nothing. */
export interface RestoreChange {
  readonly content: BackupContent
  /** Drafts to be written, each with the digests of the states it grew from. */
  readonly writes: readonly (DraftWrite & { readonly ancestors: readonly string[] })[]
  readonly takesKey: boolean
}

type RefusedRestore = AppError<'DRAFT_CONFLICT' | 'DRAFT_LOCKED'>

/** What 备份 and 恢复 need of the database. */
export interface BackupStorage {
  readonly collect: () => Promise<Result<Omit<BackupContent, 'createdAt' | 'key'>, StorageError>>
  /** The private key for a sealed backup; null when there is none or it cannot be taken out. */
  readonly privateKey: () => Promise<PrivateJwk | null>
  readonly apply: (change: RestoreChange) => Promise<Result<void, StorageError | RefusedRestore>>
  /** Notes where what went into a backup was seen; of what is locked only what was read back. */
  readonly noteCopies: (content: CopiedContent, kind: NotedCopy) => Promise<Result<void, StorageError>>
  /** Whether this browser forgets a site that was not visited for seven days. */
  readonly isForgetful: () => boolean
  /** A state that lacks something of what lies beside the draft by now counts as the one before. */
  readonly copies: () => Promise<Result<readonly DraftCopy[], StorageError>>
  /** Calls back when something came to lie beside a draft, until the returned function is called. */
  readonly watchBeside: (listener: () => void) => () => void
  /** What was read back of the drafts that are locked here: it tells no revision, only whether it is as they are. */
  readonly lockedCopies: () => Promise<Result<readonly LockedCopy[], StorageError>>
  /** How the signing key would be lost with this device, as far as is known. */
  readonly keyLoss: () => Promise<Result<KeyLoss | undefined, StorageError>>
}

class ChangedSincePlan extends Error {
  readonly error: RefusedRestore
  constructor(error: RefusedRestore) {
    super('a draft changed since the plan was made')
    this.error = error
  }
}

async function addMissing(
  table: Table<StoredRow, string>,
  rows: readonly StoredRow[],
  keyOf: (row: StoredRow) => string,
): Promise<void> {
  for (const row of rows) if ((await table.where(':id').equals(keyOf(row)).count()) === 0) await table.add(row)
}

const textOf = (row: StoredRow, key: string): string => String(row[key])

/** Backup and restore on IndexedDB. */
export function dexieBackupStorage(database: CaibaoDatabase, clock: Clock): BackupStorage {
  const { drafts, submissions, keys, copies, revisions, tasks, returnSlips, outbox, locks } = database

  async function attempt<T>(doing: 'read' | 'write', run: () => Promise<T>): Promise<Result<T, StorageError>> {
    try {
      return ok(await run())
    } catch (thrown) {
      return { ok: false, error: storageErrorOf(thrown, doing) }
    }
  }

  async function lineages(): Promise<readonly DraftLineage[]> {
    const seen = parseCopies(await copies.toArray())
    return (await drafts.toArray()).flatMap((stored) => {
      const draft = parseDraft(stored)
      if (!draft.ok) return []
      const digests = seen.filter(({ draftId }) => draftId === draft.value.id).map(({ digest }) => digest)
      return [{ draft: draft.value, ancestors: [...new Set(digests)] }]
    })
  }

  /**
   * What was handed in here stays when its draft goes: one that comes back from before it would sign that revision
   * again, and the unit had two that do not name each other (M02).
   */
  async function afterLast(draft: BackupDraft): Promise<BackupDraft> {
    const made = await submissions.where('draftId').equals(draft.id).toArray()
    const last = made.reduce<BackupDraft['handedIn']>(
      (newest, { revision, digest }) =>
        revision > (newest?.revision ?? 0) ? { revision, digest, draftRevision: 0 } : newest,
      draft.handedIn,
    )
    return { ...draft, handedIn: last }
  }

  async function writeDraft({ draft: next, expectedRevision, madeOf = next.id }: DraftWrite): Promise<void> {
    if (await locks.get(madeOf)) throw new ChangedSincePlan({ code: 'DRAFT_LOCKED', params: {} })
    const draft = await afterLast(next)
    const stored = await drafts.get(draft.id)
    const standing = parseDraft(stored)
    const isUnreadable = stored !== undefined && !standing.ok
    // What cannot be read was no part of the plan, and is what a restore is needed for.
    if (isUnreadable && expectedRevision === undefined) {
      await drafts.put({ ...(await putAside(database, stored, { next: draft, at: clock.now() })) })
      return
    }
    const found = Number(stored?.['revision'] ?? 0)
    const expected = expectedRevision ?? 0
    if (found !== expected) throw new ChangedSincePlan({ code: 'DRAFT_CONFLICT', params: { expected, found } })
    if (standing.ok) await keepRevision(database, standing.value, 'beforeRestore')
    await drafts.put({ ...draft })
  }

  async function addRows(content: BackupContent): Promise<void> {
    const locked = new Set(await locks.toCollection().primaryKeys())
    // Beside what is behind a passphrase here nothing of the same record is laid open.
    const isOpen = ({ draftId }: { readonly draftId?: unknown }): boolean => !locked.has(String(draftId))
    for (const submission of content.submissions.filter(isOpen))
      if (!(await submissions.get(submission.digest))) await submissions.add(submission)
    await addRevisions(database, content.revisions.filter(isOpen))
    await addMissing(tasks, content.tasks, (row) => textOf(row, 'id'))
    await addMissing(returnSlips, content.returnSlips.filter(isOpen), (row) => textOf(row, 'id'))
    await addMissing(outbox, content.outbox.filter(isOpen), (row) => textOf(row, 'digest'))
    const open = new Set(await drafts.toCollection().primaryKeys())
    await addMissing(
      locks,
      content.locks.filter((row) => !open.has(textOf(row, 'id'))),
      (row) => textOf(row, 'id'),
    )
  }

  /** What was seen of a draft that is gone is no copy of the one that comes in under its id. */
  async function forgetCopiesOfGone(): Promise<void> {
    const ids = await Promise.all([drafts, locks].map((store) => store.toCollection().primaryKeys()))
    // By their keys: where no draft is left, Dexie would delete the whole store, with what is noted of no draft.
    await copies.bulkDelete(await copies.where('draftId').noneOf(ids.flat()).primaryKeys())
  }

  async function apply({ content, writes, takesKey }: RestoreChange): Promise<void> {
    const at = clock.now()
    // Keys are made before: a transaction does not wait for anything but the database.
    const key = takesKey && content.key ? await putInKey(content.key) : undefined
    const lineage: readonly DraftCopy[] = writes.flatMap(({ draft, ancestors }) =>
      ancestors.map((digest) => ({
        draftId: draft.id,
        kind: 'restored',
        revision: draft.revision,
        digest,
        at,
        beside: [],
      })),
    )
    const stores = [drafts, submissions, keys, copies, revisions, tasks, returnSlips, outbox, locks]
    await database.transaction('rw', stores, async () => {
      await forgetCopiesOfGone()
      for (const write of writes) await writeDraft(write)
      await addRows(content)
      if (key) {
        const former = await keys.get(deviceKeyId)
        if (former) await keys.put({ ...former, id: `former-${at}` })
        await keys.put(key)
      }
      await copies.bulkAdd([...lineage])
    })
  }

  return {
    collect: () =>
      attempt('read', async () => ({
        drafts: await lineages(),
        submissions: await submissions.toArray(),
        revisions: soundRows('revisions', await revisions.toArray()),
        tasks: soundRows('tasks', await tasks.toArray()),
        returnSlips: soundRows('returnSlips', await returnSlips.toArray()),
        outbox: soundRows('outbox', await outbox.toArray()),
        locks: soundRows('locks', await locks.toArray()),
      })),
    async privateKey() {
      const key = await keys.get(deviceKeyId)
      return key ? takeOutKey(key) : null
    },
    async apply(change) {
      try {
        return ok(await apply(change))
      } catch (thrown) {
        const error = thrown instanceof ChangedSincePlan ? thrown.error : storageErrorOf(thrown, 'write')
        return { ok: false, error }
      }
    },
    noteCopies: (content, kind) =>
      attempt('write', async () => {
        const at = clock.now()
        const noted = await draftCopiesOf(content, { kind, at })
        const locked = kind === 'made' ? [] : await lockedCopiesOf(content.locks, { place: kind, at })
        await database.transaction('rw', copies, async () => {
          await copies.bulkAdd([...noted])
          await noteLockedCopies(copies, locked)
          if (kind !== 'made') await noteKey(copies, { place: kind, heldKey: content.heldKey })
          if (kind === 'folder') for (const { draftId } of noted) await forgetOldFolderCopies(copies, draftId)
        })
      }),
    isForgetful: isForgetfulBrowser,
    copies: () => attempt('read', () => draftCopies(database)),
    watchBeside: (listener) => watchBeside(database, listener),
    lockedCopies: () => attempt('read', () => lockedCopies(database)),
    keyLoss: () => attempt('read', () => keyLoss(database)),
  }
}
