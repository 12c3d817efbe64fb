import { appendToLog } from './append-to-log.ts'
import type { Writer } from './database.ts'
import { forgetMomentsAfter, noteMoment, toleratedMs } from './known-moments.ts'
import type { Store } from './store.ts'

/** A clock that is far ahead of what was known last, or behind it. */
export interface ClockDoubt {
  readonly shownAt: number
  readonly knownAt: number
  /** How much longer the server has to run until the clock is believed all the same; one that is behind never is. */
  readonly restMs?: number
}

/** What the clock shows, and how long this process ran since it last asked, by a clock that nobody sets. */
export interface ClockReading {
  readonly at: number
  readonly ranMs: number
}

// Machines of one server are not on the second, and one may take its local time for that of Greenwich.
const toleratedBehindMs = 86_400_000
const believedAfterMs = 86_400_000

/** When something was last written to the log: all that is known before anybody ever asked. */
async function lastEntryAt(writer: Writer): Promise<number | undefined> {
  const entry = await writer
    .selectFrom('log_entry')
    .innerJoin('log_head', 'log_head.position', 'log_entry.position')
    .select('log_entry.at')
    .executeTakeFirst()
  return entry?.at
}

/** What was known last, held by the transaction that asks: a look and an end of the doubt come one after the other. */
async function holdKnown(writer: Writer, at: number): Promise<{ readonly at: number; readonly doubted_ms: number }> {
  const first = { id: 1, at: (await lastEntryAt(writer)) ?? at, doubted_ms: 0 }
  return writer
    .insertInto('known_time')
    .values(first)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ id: 1 }))
    .returning(['at', 'doubted_ms'])
    .executeTakeFirstOrThrow()
}

const isFarAhead = (at: number, knownAt: number): boolean => at - knownAt > toleratedMs
const isBehind = (at: number, knownAt: number): boolean => knownAt - at > toleratedBehindMs

/**
 * Whether the clock is to be doubted: after a leap ahead, until the server ran for a day with it (its time may have been
 * wrong when it was switched on, or it may have been off for months). What was written since does not vouch for it: it
 * was written by the same clock. A process whose clock is right ends the doubt of every other one. One that is behind
 * changes nothing of what is known: time has passed, and only somebody who knows can say that it has not.
 */
export const doubtOf = (store: Store, { at, ranMs }: ClockReading): Promise<ClockDoubt | undefined> =>
  store.write(async (writer) => {
    const { at: knownAt, doubted_ms: before } = await holdKnown(writer, at)
    if (isBehind(at, knownAt)) return { shownAt: at, knownAt }
    const doubtedMs = isFarAhead(at, knownAt) ? before + ranMs : believedAfterMs
    const isBelieved = doubtedMs >= believedAfterMs
    const now = isBelieved ? { at: Math.max(at, knownAt), doubted_ms: 0 } : { at: knownAt, doubted_ms: doubtedMs }
    await writer.updateTable('known_time').set(now).execute()
    if (isBelieved) await noteMoment(writer, at)
    return isBelieved ? undefined : { shownAt: at, knownAt, restMs: believedAfterMs - doubtedMs }
  })

/** Somebody who knows says that the clock is right: it is believed from now on, and the log says so. */
export const endDoubt = (
  store: Store,
  at: number,
): Promise<{ readonly wasDoubted: boolean; readonly knownAt: number }> =>
  store.write(async (writer) => {
    const { at: knownAt } = await holdKnown(writer, at)
    const wasDoubted = isFarAhead(at, knownAt) || isBehind(at, knownAt)
    if (wasDoubted) {
      await appendToLog(writer, [{ at, kind: 'clockBelieved', orgId: null, facts: { by: 'server', knownAt } }])
      await writer.updateTable('known_time').set({ at, doubted_ms: 0 }).execute()
      await forgetMomentsAfter(writer, at)
      await noteMoment(writer, at)
    }
    return { wasDoubted, knownAt }
  })
