import { hashOf } from '../access/secrets.ts'
import type { Writer } from './database.ts'

/** What guessing is counted against. */
export interface ThrottleKey {
  readonly kind: 'account' | 'device' | 'address' | 'code'
  readonly value: string
}

// Failures that cost nothing; after them each one doubles the wait. An address may be a whole office.
const free: { readonly [K in ThrottleKey['kind']]: number } = { account: 5, device: 5, address: 50, code: 20 }
const longestMs = 15 * 60_000
const forgetMs = 60 * 60_000
const firstWaitMs = 1_000

const nameOf = ({ kind, value }: ThrottleKey): string => `${kind}:${hashOf(value)}`

const waitMs = (kind: ThrottleKey['kind'], failures: number): number =>
  failures < free[kind] ? 0 : Math.min(longestMs, firstWaitMs * 2 ** (failures - free[kind]))

/**
 * Counts an attempt as failed before it is looked at, so that a thousand at once are no way around; gives the seconds
 * to wait when it may not be made. `clearAttempts` takes the count back when it succeeded.
 */
export async function takeAttempt(writer: Writer, keys: readonly ThrottleKey[], now: number): Promise<number> {
  let waits = 0
  for (const key of keys) {
    // The row is taken by writing it: two processes that come at once do so one after the other.
    const row = await writer
      .insertInto('throttle')
      .values({ key: nameOf(key), failures: 0, blocked_until: 0, forget_at: now + forgetMs })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ forget_at: now + forgetMs }))
      .returningAll()
      .executeTakeFirstOrThrow()
    waits = Math.max(waits, row.blocked_until - now)
  }
  if (waits > 0) return Math.ceil(waits / 1000)
  for (const key of keys) await countFailure(writer, key, now)
  await writer.deleteFrom('throttle').where('forget_at', '<', now).execute()
  return 0
}

async function countFailure(writer: Writer, key: ThrottleKey, now: number): Promise<void> {
  const { failures } = await writer
    .updateTable('throttle')
    .set((row) => ({ failures: row('failures', '+', 1) }))
    .where('key', '=', nameOf(key))
    .returning('failures')
    .executeTakeFirstOrThrow()
  await writer
    .updateTable('throttle')
    .set({ blocked_until: now + waitMs(key.kind, failures) })
    .where('key', '=', nameOf(key))
    .execute()
}

/** The attempt succeeded: what was counted against it is gone. */
export async function clearAttempts(writer: Writer, keys: readonly ThrottleKey[]): Promise<void> {
  await writer.deleteFrom('throttle').where('key', 'in', keys.map(nameOf)).execute()
}
