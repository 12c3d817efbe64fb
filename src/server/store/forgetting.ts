import { setTimeout as pause } from 'node:timers/promises'
import type { Engine } from './engine.ts'

/** How long an erasure waits for whoever reads an older state, and how often it is tried again afterwards. */
export interface ForgettingSettings {
  readonly patienceMs?: number
  readonly retryMs?: number
  /** Told that it waits, and that it is done. */
  readonly say?: (text: string) => void
}

interface Forgetting {
  /** Whether no copy is left; if one is, it goes as soon as it can, while the process runs. */
  forget(): Promise<boolean>
  stop(): void
}

const firstPauseMs = 10
const longestPauseMs = 200

/**
 * Leaves no copy of what was erased in the database's own files. Whoever reads an older state meanwhile, as a backup
 * does, keeps it there: it is waited for, and later tried again.
 */
export function createForgetting(
  engine: Pick<Engine, 'forget'>,
  { patienceMs = 2_000, retryMs = 5_000, say = () => undefined }: ForgettingSettings = {},
): Forgetting {
  let timer: NodeJS.Timeout | undefined
  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
  }
  // What fails leaves the erasure as it is: a disk that is full now may not be so later.
  const attempt = (): Promise<boolean> => engine.forget().catch(() => false)
  async function retry(): Promise<void> {
    if (!(await attempt()) || timer === undefined) return
    stop()
    say('删掉的内容已从数据文件和日志文件里抹去。')
  }
  return {
    async forget() {
      const giveUpAt = performance.now() + patienceMs
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
        if (await attempt()) return true
        if (performance.now() > giveUpAt) break
        await pause(pauseMs)
      }
      if (timer === undefined) {
        timer = setInterval(() => void retry(), retryMs).unref()
        say('删除已生效。正在做备份（或有程序在读数据库，或磁盘满了），删掉的内容等它过去后从文件里抹去。')
      }
      return false
    },
    stop,
  }
}
