import { openWorker } from '#app/platform/parts/parts.ts'
import { fail, type Result } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import type { CheckedFiles, CheckReply, CheckRequest, CheckSetting, PackTaker } from './check-message.ts'
// eslint-disable-next-line import/default -- Vite gives the address of the built worker
import workerUrl from './check-worker.ts?worker&url'

/** Checks files beside the page, in workers. */
export interface FileChecker {
  /** How many jobs are under way at the same time. */
  readonly width: number
  readonly checkFiles: (files: readonly Blob[]) => Promise<CheckedFiles>
  /** Reads a pack part by part; the next part comes when this one was taken. */
  readonly checkPack: (file: Blob, taker: PackTaker) => Promise<Result<Manifest>>
  readonly close: () => void
}

interface Waiting {
  readonly hear: (reply: CheckReply) => void
  readonly giveUp: (reason: string) => void
}

const mostWorkers = 4

/** A worker that knows its setting, and whom its answers go to. */
function startWorker(setting: CheckSetting, waiting: Map<number, Waiting>): Worker {
  const worker = openWorker(workerUrl)
  worker.addEventListener('message', ({ data }: MessageEvent<CheckReply>) => waiting.get(data.job)?.hear(data))
  worker.addEventListener('error', ({ message }) => {
    for (const { giveUp } of waiting.values()) giveUp(message)
  })
  const request: CheckRequest = { kind: 'setting', setting }
  worker.postMessage(request)
  return worker
}

const refused = (reason: string) => fail('FILE_NOT_OPENED', { reason })

/** Starts workers that know the scheme and the unit's key. */
export function startFileChecker(setting: CheckSetting): FileChecker {
  const width = Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency))
  const waiting = new Map<number, Waiting>()
  let lastJob = 0
  const workers = Array.from({ length: width }, () => startWorker(setting, waiting))

  const say = (job: number, request: CheckRequest): void => workers[job % width]?.postMessage(request)

  function checkFiles(files: readonly Blob[]): Promise<CheckedFiles> {
    const job = ++lastJob
    return new Promise((resolve) => {
      const settle = (checked: CheckedFiles): void => {
        waiting.delete(job)
        resolve(checked)
      }
      waiting.set(job, {
        hear: (reply) => reply.kind === 'files' && settle(reply.checked),
        giveUp: (reason) => settle({ files: files.map(() => ({ kind: 'refused', error: refused(reason).error })) }),
      })
      say(job, { kind: 'files', job, files })
    })
  }

  function checkPack(file: Blob, { onManifest, onPart }: PackTaker): Promise<Result<Manifest>> {
    const job = ++lastJob
    return new Promise((resolve) => {
      const settle = (manifest: Result<Manifest>): void => {
        waiting.delete(job)
        resolve(manifest)
      }
      const goOn = (goesOn: boolean): void => say(job, { kind: 'taken', job, goesOn })
      waiting.set(job, {
        hear(reply) {
          if (reply.kind === 'end') settle(reply.manifest)
          if (reply.kind === 'manifest') void onManifest(reply.manifest).then(goOn)
          if (reply.kind === 'part') void onPart(reply.part).then(goOn)
        },
        giveUp: (reason) => settle(refused(reason)),
      })
      say(job, { kind: 'pack', job, file })
    })
  }

  return {
    width,
    checkFiles,
    checkPack,
    close() {
      for (const worker of workers) worker.terminate()
      for (const { giveUp } of waiting.values()) giveUp('已取消')
      waiting.clear()
    },
  }
}
