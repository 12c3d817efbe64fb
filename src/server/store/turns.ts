import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Writer } from './database.ts'
import type { Store } from './store.ts'

/** A turn that is held. */
export interface Turn {
  /** In a transaction that writes: the turn is still this one's until it commits, else nothing of it is written. */
  readonly hold: (writer: Writer) => Promise<void>
}

/** How those who wait know that a holder fell: it shows itself so often, and was not seen for so long. */
interface TurnTimes {
  readonly shownEveryMs?: number
  readonly silentMs?: number
}

const longestPauseMs = 400

class TurnLost extends Error {
  readonly holder: string
  constructor(holder: string) {
    super('another process took the turn, for this one was silent too long')
    this.holder = holder
  }
}

/** A beat of the holder: nothing when the turn is another's by now. */
async function show(writer: Writer, name: string, holder: string): Promise<boolean> {
  const { numUpdatedRows } = await writer
    .updateTable('turn')
    .set(({ eb }) => ({ beat: eb('beat', '+', 1) }))
    .where('name', '=', name)
    .where('holder', '=', holder)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Waits until nobody holds the turn, or its holder was not seen for too long; then it is this one's. */
async function takeHold(store: Store, name: string, holder: string, silentMs: number): Promise<void> {
  let [seen, since] = ['', 0]
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const own = { name, holder, beat: 0 }
    const { numInsertedOrUpdatedRows: taken } = await store.write((writer) =>
      writer
        .insertInto('turn')
        .values(own)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow(),
    )
    if (taken === 1n) return
    const other = await store.reader.selectFrom('turn').selectAll().where('name', '=', name).executeTakeFirst()
    if (!other) continue
    // No clock is compared with another machine's: what counts is whether the holder moves.
    const shown = `${other.holder} ${other.beat}`
    if (shown !== seen) [seen, since] = [shown, performance.now()]
    if (performance.now() - since > silentMs) {
      const { numUpdatedRows } = await store.write((writer) =>
        writer
          .updateTable('turn')
          .set(own)
          .where('name', '=', name)
          .where('holder', '=', other.holder)
          .where('beat', '=', other.beat)
          .executeTakeFirst(),
      )
      if (numUpdatedRows === 1n) return
    }
    await pause(pauseMs * (0.5 + Math.random()))
  }
}

/**
 * Does the work when nobody else is at work of that name, in this process or another one on the same database. Whoever
 * fell holds nobody up for long; whoever was only slow and lost its turn writes nothing more and waits for the next.
 */
export async function inTurn<T>(
  store: Store,
  name: string,
  work: (turn: Turn) => Promise<T>,
  { shownEveryMs = 1000, silentMs = 10_000 }: TurnTimes = {},
): Promise<T> {
  for (;;) {
    const holder = randomUUID()
    await takeHold(store, name, holder, silentMs)
    const hold = async (writer: Writer): Promise<void> => {
      if (!(await show(writer, name, holder))) throw new TurnLost(holder)
    }
    let isShowing = false
    const beat = async (): Promise<void> => {
      if (isShowing) return
      isShowing = true
      // What fails here is told by the next write of the work.
      await store.write((writer) => show(writer, name, holder)).catch(() => undefined)
      isShowing = false
    }
    const beats = setInterval(() => void beat(), shownEveryMs)
    try {
      return await work({ hold })
    } catch (cause) {
      if (!(cause instanceof TurnLost && cause.holder === holder)) throw cause
    } finally {
      clearInterval(beats)
      await store.write((writer) =>
        writer.deleteFrom('turn').where('name', '=', name).where('holder', '=', holder).execute(),
      )
    }
  }
}
