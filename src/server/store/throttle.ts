import { hashOf } from '../access/secrets.ts'
import type { Writer } from './database.ts'

/** What guessing is counted against; `accountHere` tells how much of an address' count is of one account. */
export interface ThrottleKey {
  readonly kind: 'account' | 'device' | 'address' | 'accountHere' | 'code'
  readonly value: string
}

// Failures that cost nothing; after them each one doubles the wait. An address may be a whole office.
const free: { readonly [K in ThrottleKey['kind']]: number } = {
  account: 5,
  device: 5,
  address: 50,
  accountHere: Number.POSITIVE_INFINITY,
  code: 20,
}
const longestMs = 15 * 60_000
const forgetMs = 60 * 60_000
const firstWaitMs = 1_000

// What lies further ahead than it can was written by a clock that was wrong; twice as far, for those of two machines differ.
const restOf = ({ blocked_until: until }: { readonly blocked_until: number }, now: number): number =>
  until - now > 2 * longestMs ? 0 : Math.min(until - now, longestMs)

const nameOf = ({ kind, value }: ThrottleKey): string => `${kind}:${hashOf(value)}`

const waitMs = (kind: ThrottleKey['kind'], failures: number): number =>
  failures < free[kind] ? 0 : Math.min(longestMs, firstWaitMs * 2 ** (failures - free[kind]))

/** What is of an address is forgotten an hour after it began: an office where somebody errs now and then is not held for ever. */
const isOfAddress = ({ kind }: ThrottleKey): boolean => kind === 'address' || kind === 'accountHere'

/** The row is taken by writing it: two processes that come at once do so one after the other. */
function takeRow(writer: Writer, key: ThrottleKey, forgetAt: number) {
  return writer
    .insertInto('throttle')
    .values({ key: nameOf(key), failures: 0, blocked_until: 0, forget_at: forgetAt })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((row) => ({ forget_at: isOfAddress(key) ? row.ref('throttle.forget_at') : forgetAt })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

/**
 * Counts an attempt as failed before it is looked at, so that a thousand at once are no way around; gives the seconds
 * to wait when it may not be made. `clearAttempts` takes the count back when it succeeded. An address stands before
 * the accounts at it, which are forgotten with it.
 */
export async function takeAttempt(writer: Writer, keys: readonly ThrottleKey[], now: number): Promise<number> {
  await writer
    .deleteFrom('throttle')
    .where((row) => row.or([row('forget_at', '<', now), row('forget_at', '>', now + 2 * forgetMs)]))
    .execute()
  let waits = 0
  let addressForgetAt = now + forgetMs
  for (const key of keys) {
    const row = await takeRow(writer, key, isOfAddress(key) ? addressForgetAt : now + forgetMs)
    if (key.kind === 'address') addressForgetAt = row.forget_at
    waits = Math.max(waits, restOf(row, now))
  }
  if (waits > 0) return Math.ceil(waits / 1000)
  for (const key of keys) await countFailure(writer, key, now)
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

/**
 * The attempt succeeded: what was counted against its own keys is gone. Of its address only what this account failed
 * there, or the attempt alone: who has one account must not clear their guesses at others.
 */
export async function clearAttempts(writer: Writer, keys: readonly ThrottleKey[]): Promise<void> {
  const own = keys.filter(({ kind }) => kind !== 'address').map(nameOf)
  const gone =
    own.length === 0 ? [] : await writer.deleteFrom('throttle').where('key', 'in', own).returningAll().execute()
  const here = new Set(keys.filter(({ kind }) => kind === 'accountHere').map(nameOf))
  const failures = gone.find(({ key }) => here.has(key))?.failures ?? 1
  for (const key of keys.filter(({ kind }) => kind === 'address'))
    await writer
      .updateTable('throttle')
      .set((row) => ({
        failures: row
          .case()
          .when('failures', '>', failures)
          .then(row('failures', '-', failures))
          .else(0)
          .end(),
        // It was not blocked, or there had been no attempt.
        blocked_until: 0,
      }))
      .where('key', '=', nameOf(key))
      .execute()
}
