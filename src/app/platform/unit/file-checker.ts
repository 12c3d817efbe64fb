import { openWorker } from '#app/platform/parts/parts.ts'
import { fail } from '#core/errors/result.ts'
import type { CheckedFile, CheckReply, CheckRequest, CheckSetting } from './check-message.ts'
// eslint-disable-next-line import/default -- Vite gives the address of the built worker
import workerUrl from './check-worker.ts?worker&url'

/** Checks files beside the page, in workers. */
export interface FileChecker {
  /** How many files are checked at the same time. */
  readonly width: number
  readonly check: (file: Blob) => Promise<CheckedFile>
  readonly close: () => void
}

const mostWorkers = 4

/** Starts workers that know the scheme and the unit's key. */
export function startFileChecker(setting: CheckSetting): FileChecker {
  const width = Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency - 1))
  const waiting = new Map<number, (file: CheckedFile) => void>()
  let lastJob = 0

  function start(): Worker {
    const worker = openWorker(workerUrl)
    worker.addEventListener('message', ({ data }: MessageEvent<CheckReply>) => {
      waiting.get(data.job)?.(data.file)
      waiting.delete(data.job)
    })
    worker.addEventListener('error', ({ message }) => {
      for (const settle of waiting.values())
        settle({ kind: 'refused', ...fail('FILE_NOT_OPENED', { reason: message }) })
      waiting.clear()
    })
    const request: CheckRequest = { kind: 'setting', setting }
    worker.postMessage(request)
    return worker
  }
  const workers = Array.from({ length: width }, start)

  return {
    width,
    check: (file) =>
      new Promise((resolve) => {
        const job = ++lastJob
        waiting.set(job, resolve)
        const request: CheckRequest = { kind: 'file', job, file }
        workers[job % width]?.postMessage(request)
      }),
    close() {
      for (const worker of workers) worker.terminate()
      for (const settle of waiting.values())
        settle({ kind: 'refused', ...fail('FILE_NOT_OPENED', { reason: '已取消' }) })
      waiting.clear()
    },
  }
}
