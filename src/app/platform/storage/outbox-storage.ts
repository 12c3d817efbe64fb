import * as v from 'valibot'
import type { Result } from '#core/errors/result.ts'
import type { OutboxState } from '#core/sync/outbox.ts'
import { fileKindOf } from '#core/submission/file-kind.ts'
import { attempt } from './attempt.ts'
import type { CaibaoDatabase } from './caibao-database.ts'
import { handedOverText, type StoredSubmission } from './draft-storage.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import { addToOutbox, outboxRowOf } from './outbox-row.ts'
import type { StorageError } from './storage-error.ts'
import { storedErrorSchema } from './stored-error.ts'

/** The submissions on their way; each comes among them in the transaction that keeps it (`DraftStorage.addSubmission`). */
export interface OutboxStorage {
  /** Added last first. */
  list(): Promise<Result<readonly OutboxEntry[], StorageError>>
  /** Adds what was left out; what is there already stays as it is. */
  add(entries: readonly OutboxEntry[]): Promise<Result<void, StorageError>>
  /** Changes the state from what stands there, in one transaction; a submission that is not there is left out. */
  update(digest: string, next: (state: OutboxState) => OutboxState): Promise<Result<void, StorageError>>
}

const receiptSchema = v.object({
  by: v.picklist(['server', 'hand']),
  at: v.number(),
  text: v.exactOptional(v.string()),
  standing: v.exactOptional(
    v.object({
      state: v.string(),
      at: v.number(),
      replacedBy: v.exactOptional(v.object({ digest: v.string(), revision: v.number() })),
    }),
  ),
})
const ever = { firstReceipt: v.exactOptional(receiptSchema) }
const knownState = v.variant('name', [
  v.object({
    ...ever,
    name: v.literal('waiting'),
    attempts: v.number(),
    nextAt: v.number(),
    error: v.exactOptional(storedErrorSchema),
  }),
  v.object({ ...ever, name: v.literal('held'), attempts: v.number(), error: storedErrorSchema }),
  v.object({ ...ever, name: v.literal('delivered'), receipt: receiptSchema }),
  v.object({
    ...ever,
    name: v.literal('returned'),
    slipId: v.string(),
    at: v.number(),
    receipt: v.exactOptional(receiptSchema),
  }),
  v.object({ ...ever, name: v.literal('quarantined'), error: storedErrorSchema, at: v.number() }),
])
// A state this version cannot read must not take the submission out of the queue: it is tried again.
const stateSchema = v.fallback(knownState, { name: 'waiting', attempts: 0, nextAt: 0 })
const rowSchema = v.object({
  digest: v.string(),
  draftId: v.string(),
  personName: v.string(),
  fileName: v.string(),
  revision: v.number(),
  text: v.string(),
  unitName: v.string(),
  recordId: v.optional(v.string()),
  previous: v.optional(v.string()),
  taskId: v.optional(v.string()),
  addedAt: v.number(),
  // `state` is the index; what belongs to it stands beside.
  standing: stateSchema,
})

function entryOf(stored: unknown): readonly OutboxEntry[] {
  const row = v.safeParse(rowSchema, stored)
  if (!row.success) return []
  const { standing, ...rest } = row.output
  return [{ ...rest, state: standing }]
}

/** The outbox in IndexedDB. */
export function dexieOutboxStorage(database: CaibaoDatabase): OutboxStorage {
  const { outbox } = database
  return {
    list: () =>
      attempt('read', async () => (await outbox.toArray()).flatMap(entryOf).sort((a, b) => b.addedAt - a.addedAt)),
    add: (entries) =>
      attempt('write', () =>
        database.transaction('rw', outbox, async () => {
          for (const entry of entries) await addToOutbox(outbox, entry)
        }),
      ),
    update: (digest, next) =>
      attempt('write', () =>
        database.transaction('rw', outbox, async () => {
          const [entry] = entryOf(await outbox.get(digest))
          if (entry) await outbox.put(outboxRowOf({ ...entry, state: next(entry.state) }))
        }),
      ),
  }
}

/** An entry of a locked record: what is not sealed to the unit, and what names the person, are read from behind the lock. */
export function withoutText<T extends Omit<OutboxEntry, 'state'>>(entry: T): T {
  const kind = fileKindOf(entry.text)
  const isSealed = kind.ok && kind.value === 'sealedSubmission'
  return {
    ...entry,
    personName: '',
    fileName: `报送文件_r${entry.revision}.rpu`,
    text: isSealed ? entry.text : '',
  }
}

/** Leaves nothing readable of a record that was just locked; called within the transaction that locks it. */
export async function hideInOutbox(outbox: CaibaoDatabase['outbox'], draftId: string): Promise<void> {
  const own = (await outbox.toArray()).flatMap(entryOf).filter((entry) => entry.draftId === draftId)
  await outbox.bulkPut(own.map((entry) => outboxRowOf(withoutText(entry))))
}

/** The other way round, with what came out from behind the lock; called within the transaction that takes it off. */
export async function showInOutbox(
  outbox: CaibaoDatabase['outbox'],
  submissions: readonly StoredSubmission[],
): Promise<void> {
  const submissionsByDigest = new Map(submissions.map((submission) => [submission.digest, submission]))
  const own = (await outbox.bulkGet([...submissionsByDigest.keys()])).flatMap(entryOf)
  const shown = own.flatMap((entry) => {
    const submission = submissionsByDigest.get(entry.digest)
    if (!submission) return []
    const { personName, fileName } = submission
    return [outboxRowOf({ ...entry, personName, fileName, text: handedOverText(submission) })]
  })
  await outbox.bulkPut(shown)
}
