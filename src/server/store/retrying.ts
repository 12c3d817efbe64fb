import { setTimeout as pause } from 'node:timers/promises'
import type { Engine } from './engine.ts'

const patienceMs = 20_000
const firstPauseMs = 2
const longestPauseMs = 100

/**
 * Runs the work again while the database says that another process was in the way. It waits here and not in the
 * database: the embedded one would hold up the whole process.
 */
export async function retrying<T>({ isPassing }: Pick<Engine, 'isPassing'>, work: () => Promise<T>): Promise<T> {
  const giveUpAt = Date.now() + patienceMs
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await work()
    } catch (cause) {
      if (!isPassing(cause) || Date.now() > giveUpAt) throw cause
      await pause(pauseMs * (0.5 + Math.random()))
    }
  }
}
