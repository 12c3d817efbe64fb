import { setImmediate as turnOfLoop } from 'node:timers/promises'
import { NoAnswer } from '../store/no-answer.ts'

/** Many small writes in one transaction: each is answered when the whole group is on disk. */
export interface GroupCommit<T, R> {
  add(item: T): Promise<R>
  /** Resolves once everything that was added is on disk or refused. */
  drained(): Promise<void>
}

interface Waiting<T, R> {
  readonly item: T
  readonly done: (result: R) => void
  readonly failed: (cause: unknown) => void
}

/**
 * While one group is written the next one gathers: nobody waits for a timer, and the busier it is the larger the
 * groups. A group that fails is tried item by item, so that one bad item cannot refuse its neighbours; not one that got no
 * answer: each would wait as long, and all that come after them.
 */
export function createGroupCommit<T, R>(
  commit: (items: readonly T[]) => Promise<readonly R[]>,
  most: number,
): GroupCommit<T, R> {
  let gathering: Waiting<T, R>[] = []
  let writing: Promise<void> | undefined

  async function commitGroup(group: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await commit(group.map(({ item }) => item))
      for (const [index, { done, failed }] of group.entries()) {
        const result = results[index]
        if (result === undefined) failed(new Error('the group has fewer results than items'))
        else done(result)
      }
    } catch (cause) {
      if (group.length === 1 || cause instanceof NoAnswer) for (const one of group) one.failed(cause)
      else for (const one of group) await commitGroup([one])
    }
  }

  async function writeAll(): Promise<void> {
    // Whoever arrives in this turn of the loop, over whichever connection, is in the same group.
    await turnOfLoop()
    while (gathering.length > 0) {
      const group = gathering.slice(0, most)
      gathering = gathering.slice(most)
      await commitGroup(group)
    }
    writing = undefined
  }

  return {
    add: (item) =>
      new Promise((done, failed) => {
        gathering.push({ item, done, failed })
        writing ??= writeAll()
      }),
    // Whoever is added while the last group is written is written by the same turn.
    drained: () => writing ?? Promise.resolve(),
  }
}
