import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { isErrorCode } from '#core/errors/messages.zh-CN.ts'
import type { Result } from '#core/errors/result.ts'
import type { OutboxState } from '#core/sync/outbox.ts'
import { attempt } from './attempt.ts'
import type { CaibaoDatabase } from './caibao-database.ts'
import type { StorageError } from './storage-error.ts'

/** A submission on its way to its unit. */
export interface OutboxEntry {
  readonly digest: string
  readonly draftId: string
  readonly personName: string
  readonly fileName: string
  readonly revision: number
  /** What is handed over: sealed when the task asks for it. */
  readonly text: string
  readonly unitName: string
  readonly taskId?: string | undefined
  readonly addedAt: number
  readonly state: OutboxState
}

/** The submissions on their way. */
export interface OutboxStorage {
  /** Added last first. */
  list(): Promise<Result<readonly OutboxEntry[], StorageError>>
  /** Adds a submission; one that is there already stays as it is. */
  add(entry: OutboxEntry): Promise<Result<void, StorageError>>
  /** Changes the state from what stands there, in one transaction; a submission that is not there is left out. */
  update(digest: string, next: (state: OutboxState) => OutboxState): Promise<Result<void, StorageError>>
}

const errorSchema = v.pipe(
  v.object({ code: v.string(), params: v.record(v.string(), v.union([v.string(), v.number()])) }),
  v.check(({ code }) => isErrorCode(code)),
  // The code was checked; parameters of another version print oddly at worst.
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  v.transform((error) => error as unknown as AppError),
)
const receiptSchema = v.object({
  by: v.picklist(['server', 'hand']),
  at: v.number(),
  text: v.exactOptional(v.string()),
})
const stateSchema = v.variant('name', [
  v.object({
    name: v.literal('waiting'),
    attempts: v.number(),
    nextAt: v.number(),
    error: v.exactOptional(errorSchema),
  }),
  v.object({ name: v.literal('held'), attempts: v.number(), error: errorSchema }),
  v.object({ name: v.literal('delivered'), receipt: receiptSchema }),
  v.object({ name: v.literal('returned'), slipId: v.string(), at: v.number() }),
  v.object({ name: v.literal('quarantined'), error: errorSchema, at: v.number() }),
])
const rowSchema = v.object({
  digest: v.string(),
  draftId: v.string(),
  personName: v.string(),
  fileName: v.string(),
  revision: v.number(),
  text: v.string(),
  unitName: v.string(),
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

const rowOf = ({ state, ...rest }: OutboxEntry) => ({ ...rest, state: state.name, standing: state })

/** The outbox in IndexedDB. */
export function dexieOutboxStorage(database: CaibaoDatabase): OutboxStorage {
  const { outbox } = database
  return {
    list: () =>
      attempt('read', async () => (await outbox.toArray()).flatMap(entryOf).sort((a, b) => b.addedAt - a.addedAt)),
    add: (entry) =>
      attempt('write', () =>
        database.transaction('rw', outbox, async () => {
          if ((await outbox.get(entry.digest)) === undefined) await outbox.add(rowOf(entry))
        }),
      ),
    update: (digest, next) =>
      attempt('write', () =>
        database.transaction('rw', outbox, async () => {
          const [entry] = entryOf(await outbox.get(digest))
          if (entry) await outbox.put(rowOf({ ...entry, state: next(entry.state) }))
        }),
      ),
  }
}
