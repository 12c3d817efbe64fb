import { fail, type Result } from '#core/errors/result.ts'
import type { CallSurroundings } from '../routes/route.ts'
import type { Store } from '../store/store.ts'
import { clearAttempts, takeAttempt, type ThrottleKey } from '../store/throttle.ts'
import { isFromOurPage } from './staff-caller.ts'

interface Attempt {
  readonly store: Store
  readonly now: () => number
  readonly keys: readonly ThrottleKey[]
  readonly call: CallSurroundings
}

/** One guess at a secret: only from our own page, counted before it is looked at, forgiven when it was right. */
export async function guardedAttempt<T>(
  { store, now, keys, call }: Attempt,
  attempt: () => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!isFromOurPage(call)) return fail('SERVER_FORBIDDEN', {})
  const retryAfterSeconds = await store.write((writer) => takeAttempt(writer, keys, now()))
  if (retryAfterSeconds > 0) return fail('SIGN_IN_WAIT', { retryAfterSeconds })
  const result = await attempt()
  if (result.ok) await store.write((writer) => clearAttempts(writer, keys))
  return result
}
