import * as v from 'valibot'
import type { Result } from '#core/errors/result.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import type { ReturnSlip } from '#core/return-slip/return-slip.ts'
import { attempt } from './attempt.ts'
import type { CaibaoDatabase } from './caibao-database.ts'
import type { StorageError } from './storage-error.ts'

/** A return slip that was matched to a draft of this device. */
export interface ReceivedSlip {
  readonly slip: ReturnSlip
  readonly draftId: string
  readonly receivedAt: number
  /** Positions of the comments the person marked as dealt with. */
  readonly answered: readonly number[]
}

/** The return slips of this device. */
export interface ReturnSlipStorage {
  /** Of one draft, or of all; received last first. */
  list(draftId?: string): Promise<Result<readonly ReceivedSlip[], StorageError>>
  /** Keeps a slip; opened again it keeps the answers given. */
  put(received: Omit<ReceivedSlip, 'answered'>): Promise<Result<void, StorageError>>
  answer(id: string, position: number): Promise<Result<void, StorageError>>
}

const rowSchema = v.object({
  id: v.string(),
  draftId: v.string(),
  text: v.string(),
  receivedAt: v.number(),
  answered: v.array(v.number()),
})

/** Key of a slip on this device. An id is only its unit's own: another unit's slip of the same id stands beside it. */
export const slipKey = ({ slip }: Pick<ReceivedSlip, 'slip'>): string => `${slip.signer} ${slip.content.id}`

async function receivedOf(stored: unknown): Promise<ReceivedSlip | undefined> {
  const row = v.safeParse(rowSchema, stored)
  const slip = row.success ? await readReturnSlip(row.output.text) : undefined
  if (!row.success || !slip?.ok) return undefined
  const { draftId, receivedAt, answered } = row.output
  return { slip: slip.value, draftId, receivedAt, answered }
}

/** Return slips in IndexedDB. */
export function dexieReturnSlipStorage({ returnSlips }: Pick<CaibaoDatabase, 'returnSlips'>): ReturnSlipStorage {
  return {
    list: (draftId) =>
      attempt('read', async () => {
        const rows = await (draftId === undefined
          ? returnSlips.toArray()
          : returnSlips.where('draftId').equals(draftId).toArray())
        const received = await Promise.all(rows.map(receivedOf))
        return received.filter((slip) => slip !== undefined).sort((a, b) => b.receivedAt - a.receivedAt)
      }),
    put: ({ slip, draftId, receivedAt }) =>
      attempt('write', async () => {
        const id = slipKey({ slip })
        const standing = v.safeParse(rowSchema, await returnSlips.get(id))
        const answered = standing.success ? standing.output.answered : []
        await returnSlips.put({ id, draftId, text: slip.text, receivedAt, answered })
      }),
    answer: (id, position) =>
      attempt('write', async () => {
        await returnSlips
          .where('id')
          .equals(id)
          .modify((row: { answered?: unknown }) => {
            const before = v.safeParse(rowSchema.entries.answered, row.answered)
            row.answered = [...new Set([...(before.success ? before.output : []), position])]
          })
      }),
  }
}
