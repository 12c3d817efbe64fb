import type { Reader, Writer } from './database.ts'

/** Something in the log, and when it was by the clock of then. */
export interface LoggedThing {
  readonly position: number
  readonly at: number
}

/** What is known of when things were written, whatever the clock showed then. */
export interface KnownMoments {
  /** When it was; where the clock of then cannot be believed, the latest it can have been. */
  readonly timeOf: (thing: LoggedThing) => number
  /** What was written at a place was not written before this. */
  readonly earliestAt: (position: number) => number
  /** How far things may have been written before a moment: what stands behind was written after it. */
  readonly endBefore: (at: number) => number
}

// An office is closed for so long at most in an ordinary year; who is due that much later goes that much too early.
export const toleratedMs = 10 * 86_400_000
const notedEveryMs = 86_400_000

/** Notes how far the log is, when the clock is believed and goes on from what was noted last. */
export async function noteMoment(writer: Writer, at: number): Promise<void> {
  const latest = await writer.selectFrom('known_moment').select('at').orderBy('at', 'desc').limit(1).executeTakeFirst()
  if (latest && at - latest.at < notedEveryMs) return
  const { position } = await writer.selectFrom('log_head').select('position').executeTakeFirstOrThrow()
  await writer.insertInto('known_moment').values({ at, position }).execute()
}

/** Moments that have not come yet were noted by a clock that was ahead. */
export async function forgetMomentsAfter(writer: Writer, at: number): Promise<void> {
  await writer.deleteFrom('known_moment').where('at', '>', at).execute()
}

/** How many of the moments, from the first on, are before what is asked for. */
function countWhile(moments: readonly LoggedThing[], isBefore: (moment: LoggedThing) => boolean): number {
  let [low, high] = [0, moments.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const moment = moments[middle]
    if (moment && isBefore(moment)) low = middle + 1
    else high = middle
  }
  return low
}

/** What is known at a moment of believed time. */
export async function readMoments(reader: Reader, now: number): Promise<KnownMoments> {
  const moments = await reader.selectFrom('known_moment').select(['at', 'position']).orderBy('at').execute()
  const around = (position: number) => {
    const next = countWhile(moments, (moment) => moment.position < position)
    return { from: moments[next - 1]?.at, to: moments[next]?.at ?? now }
  }
  return {
    timeOf({ position, at }) {
      const { from, to } = around(position)
      // Before anything was noted only the clock of then tells.
      const isPossible = at <= to && (from === undefined || (at >= from && to - from <= toleratedMs))
      return isPossible ? at : to
    },
    earliestAt: (position) => around(position).from ?? 0,
    endBefore: (at) => moments[countWhile(moments, (moment) => moment.at < at)]?.position ?? Number.MAX_SAFE_INTEGER,
  }
}
