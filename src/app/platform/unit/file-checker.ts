import { openWorker } from '#app/platform/parts/parts.ts'
import { fail, type Result } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import type { Findings } from '#core/review/case-row.ts'
import type { CheckedFiles, CheckReply, CheckRequest, CheckSetting, PackTaker } from './check-message.ts'
import { makeFileReader, transferOf } from './read-files.ts'
// eslint-disable-next-line import/default -- Vite gives the address of the built worker
import workerUrl from './check-worker.ts?worker&url'

/** Checks files beside the page, in workers. */
export interface FileChecker {
  /** How many jobs are under way at the same time. */
  readonly width: number
  readonly checkFiles: (files: readonly Blob[]) => Promise<CheckedFiles>
  /** Reads a pack part by part; the next part comes when this one was taken. */
  readonly checkPack: (file: Blob, taker: PackTaker) => Promise<Result<Manifest>>
  /** What the rules find in submissions of the store, in their order. */
  readonly checkKept: (texts: readonly string[]) => Promise<readonly Result<Findings>[]>
  readonly close: () => void
}

interface Waiting {
  readonly hear: (reply: CheckReply) => void
  readonly giveUp: (reason: string) => void
}

/** How a job of a worker is heard. */
interface Job<T> {
  /** What goes over without a copy. */
  readonly transfer?: ArrayBuffer[]
  readonly hear: (
    reply: CheckReply,
    answer: { readonly settle: (end: T) => void; readonly goOn: (goesOn: boolean) => void },
  ) => unknown
  /** What becomes of it when the workers end first. */
  readonly giveUp: (reason: string) => T
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
const unchecked = ({ length }: { readonly length: number }, reason: string): CheckedFiles => ({
  files: Array.from({ length }, () => ({ kind: 'refused', error: refused(reason).error })),
})
/** Why files are not checked that nobody waits for any more. */
const closed = '已取消'

/** Workers side by side, and who waits for which of their answers. */
function openWorkers(setting: CheckSetting) {
  const width = Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency))
  const waiting = new Map<number, Waiting>()
  const workers = Array.from({ length: width }, () => startWorker(setting, waiting))
  let lastJob = 0

  const say = (request: CheckRequest & { readonly job: number }, transfer: ArrayBuffer[] = []): void =>
    workers[request.job % width]?.postMessage(request, transfer)

  /** Begins a job; `hear` gets its answers until it says what became of it. */
  function begin<T>(
    request: (job: number) => CheckRequest & { readonly job: number },
    { transfer, hear, giveUp }: Job<T>,
  ): Promise<T> {
    const job = ++lastJob
    return new Promise((resolve) => {
      const settle = (end: T): void => {
        waiting.delete(job)
        resolve(end)
      }
      const goOn = (goesOn: boolean): void => say({ kind: 'taken', job, goesOn })
      waiting.set(job, {
        hear: (reply) => hear(reply, { settle, goOn }),
        giveUp: (reason) => settle(giveUp(reason)),
      })
      say(request(job), transfer)
    })
  }

  function close(): void {
    for (const worker of workers) worker.terminate()
    for (const { giveUp } of waiting.values()) giveUp(closed)
    waiting.clear()
  }
  return { width, begin, close }
}

/** Starts workers that know the scheme and the unit's key. */
export function startFileChecker(setting: CheckSetting): FileChecker {
  const { width, begin, close } = openWorkers(setting)
  const reader = makeFileReader()
  let isClosed = false

  async function checkFiles(files: readonly Blob[]): Promise<CheckedFiles> {
    const read = await reader.read(files)
    const { buffers, sizeBytes } = transferOf(read)
    const checked = isClosed
      ? unchecked(files, closed)
      : await begin<CheckedFiles>((job) => ({ kind: 'files', job, files: read }), {
          transfer: buffers,
          hear: (reply, { settle }) => reply.kind === 'files' && settle(reply.checked),
          giveUp: (reason) => unchecked(files, reason),
        })
    reader.taken(sizeBytes)
    return checked
  }

  const checkPack = (file: Blob, { onManifest, onPart }: PackTaker): Promise<Result<Manifest>> =>
    begin<Result<Manifest>>((job) => ({ kind: 'pack', job, file }), {
      hear(reply, { settle, goOn }) {
        if (reply.kind === 'end') settle(reply.manifest)
        if (reply.kind === 'manifest') void onManifest(reply.manifest).then(goOn)
        if (reply.kind === 'part') void onPart(reply.part).then(goOn)
      },
      giveUp: refused,
    })

  const checkKept = (texts: readonly string[]): Promise<readonly Result<Findings>[]> =>
    begin<readonly Result<Findings>[]>((job) => ({ kind: 'kept', job, texts }), {
      hear: (reply, { settle }) => reply.kind === 'kept' && settle(reply.findings),
      giveUp: (reason) => texts.map(() => refused(reason)),
    })

  return {
    width,
    checkFiles,
    checkPack,
    checkKept,
    close() {
      isClosed = true
      close()
    },
  }
}
