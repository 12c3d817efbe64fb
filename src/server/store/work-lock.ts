import { randomUUID } from 'node:crypto'
import type { Store } from './store.ts'

/** Work that is done from time to time, by one process of several. */
export interface TimedWork {
  readonly name: string
  /** How long after it was done it is due again. */
  readonly everyMs: number
  readonly now: () => number
}

/** A held lock: `isHeld` says that the work may go on, and holds on to it. */
export interface WorkTurn {
  readonly isHeld: () => Promise<boolean>
}

const holdMs = 10 * 60_000

/**
 * Does the work when it is due and no other process is at it; a process that fell in the middle is followed by another
 * once its hold is over. Nothing when it was not this one's turn.
 */
export async function takeTurn<T>(
  store: Store,
  { name, everyMs, now }: TimedWork,
  work: (turn: WorkTurn) => Promise<T>,
): Promise<T | undefined> {
  const holder = randomUUID()
  const until = now() + holdMs
  const { numInsertedOrUpdatedRows: taken } = await store.write((writer) =>
    writer
      .insertInto('work_lock')
      .values({ name, holder, until, done_at: 0 })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ holder, until })
          // What lies further ahead than it can was written by a clock that was wrong.
          .where((row) => row.or([row('work_lock.until', '<', now()), row('work_lock.until', '>', now() + 2 * holdMs)]))
          .where((row) =>
            row.or([row('work_lock.done_at', '<=', now() - everyMs), row('work_lock.done_at', '>', now() + everyMs)]),
          ),
      )
      .executeTakeFirstOrThrow(),
  )
  if (taken !== 1n) return undefined
  const own = (change: { readonly until: number; readonly done_at?: number }): Promise<boolean> =>
    store.write(async (writer) => {
      const changed = await writer
        .updateTable('work_lock')
        .set(change)
        .where('name', '=', name)
        .where('holder', '=', holder)
        .executeTakeFirstOrThrow()
      return changed.numUpdatedRows === 1n
    })
  try {
    const done = await work({ isHeld: () => own({ until: now() + holdMs }) })
    await own({ until: 0, done_at: now() })
    return done
  } catch (cause) {
    // Somebody may try again at once.
    await own({ until: 0 })
    throw cause
  }
}
