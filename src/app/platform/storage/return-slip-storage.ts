import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import type { ReturnSlip } from '#core/return-slip/return-slip.ts'
import { attempt } from './attempt.ts'
import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'
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
  /** Keeps a slip; opened again it keeps the answers given. One of a locked record lies behind its lock. */
  put(received: Omit<ReceivedSlip, 'answered'>): Promise<Result<void, StorageError | AppError<'DRAFT_LOCKED'>>>
  answer(id: string, position: number): Promise<Result<void, StorageError>>
}

/** What stands between the slips of a locked record and the database. */
export interface SlipLock {
  /** The row as it may be written; undefined while the record is closed. */
  hideSlip(draftId: string, row: StoredRow): Promise<StoredRow | undefined>
  /** The row as it was; what is closed stays as it lies there. */
  showSlip(draftId: string, row: StoredRow): Promise<StoredRow>
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

const mostAttempts = 3

/** Return slips in IndexedDB; `openLock` is asked only where a record is locked. */
export function dexieReturnSlipStorage(
  { returnSlips, locks }: Pick<CaibaoDatabase, 'returnSlips' | 'locks'>,
  openLock: () => Promise<SlipLock>,
): ReturnSlipStorage {
  const isLocked = async (draftId: string): Promise<boolean> => (await locks.where('id').equals(draftId).count()) > 0

  const shown = async (row: StoredRow): Promise<StoredRow> =>
    'behindLock' in row ? (await openLock()).showSlip(String(row['draftId']), row) : row

  /** Writes the row unless the record was locked or unlocked since it was made ready: sealing takes its time. */
  const putIfStill = (wasLocked: boolean, draftId: string, row: StoredRow): Promise<boolean> =>
    returnSlips.db.transaction('rw', returnSlips, locks, async () => {
      if ((await isLocked(draftId)) !== wasLocked) return false
      const standing = v.safeParse(rowSchema, await returnSlips.get(String(row['id'])))
      await returnSlips.put({ ...row, answered: standing.success ? standing.output.answered : [] })
      return true
    })

  async function put(draftId: string, row: StoredRow): Promise<Result<void, AppError<'DRAFT_LOCKED'>>> {
    for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
      const wasLocked = await isLocked(draftId)
      const kept = wasLocked ? await (await openLock()).hideSlip(draftId, row) : row
      if (kept === undefined) break
      if (await putIfStill(wasLocked, draftId, kept)) return ok(undefined)
    }
    return fail('DRAFT_LOCKED', {})
  }

  return {
    list: (draftId) =>
      attempt('read', async () => {
        const rows = await (draftId === undefined
          ? returnSlips.toArray()
          : returnSlips.where('draftId').equals(draftId).toArray())
        const received = await Promise.all(rows.map(async (row) => receivedOf(await shown(row))))
        return received.filter((slip) => slip !== undefined).sort((a, b) => b.receivedAt - a.receivedAt)
      }),
    async put({ slip, draftId, receivedAt }) {
      const row = { id: slipKey({ slip }), draftId, text: slip.text, receivedAt }
      const written = await attempt('write', () => put(draftId, row))
      return written.ok ? written.value : written
    },
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
