import { openWorker } from '#app/platform/parts/parts.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import type { Findings } from '#core/review/case-row.ts'
import type { CheckedFiles, CheckReply, CheckRequest, CheckSetting, PackTaker } from './check-message.ts'
import { makeFileReader, transferOf } from './read-files.ts'
// eslint-disable-next-line import/default -- Vite gives the address of the built worker
import workerUrl from './check-worker.ts?worker&url'

/**
 * Checks files beside the page, in workers. Where one of them breaks off, whatever is asked, before or after, fails with
 * CHECKING_BROKE_OFF: that is no judgement of any file.
 */
export interface FileChecker {
  /** How many jobs are under way at the same time. */
  readonly width: number
  readonly checkFiles: (files: readonly Blob[]) => Promise<Result<CheckedFiles>>
  /** Reads a pack part by part; the next part comes when this one was taken. */
  readonly checkPack: (file: Blob, taker: PackTaker) => Promise<Result<Manifest>>
  /** What the rules find in submissions of the store, in their order. */
  readonly checkKept: (texts: readonly string[]) => Promise<Result<readonly Result<Findings>[]>>
  readonly close: () => void
}

type BrokenOff = ReturnType<typeof brokenOff>

interface Waiting {
  readonly hear: (reply: CheckReply) => void
  readonly giveUp: (why: BrokenOff) => void
}

/** How a job of a worker is heard. */
interface Job<T> {
  /** What goes over without a copy. */
  readonly transfer?: ArrayBuffer[]
  readonly hear: (
    reply: CheckReply,
    answer: { readonly settle: (end: Result<T>) => void; readonly goOn: (goesOn: boolean) => void },
  ) => unknown
}

const mostWorkers = 4

const brokenOff = (reason: string) => fail('CHECKING_BROKE_OFF', { reason })
/** Why files are not checked that nobody waits for any more. */
const closed = brokenOff('已取消')

/** Workers side by side, and who waits for which of their answers. */
function openWorkers(setting: CheckSetting) {
  const width = Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency))
  const waiting = new Map<number, Waiting>()
  const workers = Array.from({ length: width }, () => openWorker(workerUrl))
  let over: BrokenOff | undefined
  let lastJob = 0

  const say = (request: CheckRequest & { readonly job: number }, transfer: ArrayBuffer[] = []): void =>
    workers[request.job % width]?.postMessage(request, transfer)

  /** Begins a job; `hear` gets its answers until it says what became of it. */
  function begin<T>(
    request: (job: number) => CheckRequest & { readonly job: number },
    { transfer, hear }: Job<T>,
  ): Promise<Result<T>> {
    if (over) return Promise.resolve(over)
    const job = ++lastJob
    return new Promise((resolve) => {
      const settle = (end: Result<T>): void => {
        waiting.delete(job)
        resolve(end)
      }
      const goOn = (goesOn: boolean): void => say({ kind: 'taken', job, goesOn })
      waiting.set(job, {
        hear: (reply) => hear(reply, { settle, goOn }),
        giveUp: settle,
      })
      say(request(job), transfer)
    })
  }

  /** Nobody waits for an answer that cannot come. */
  function giveUpAll(why: BrokenOff): void {
    over ??= why
    for (const worker of workers) worker.terminate()
    for (const { giveUp } of waiting.values()) giveUp(over)
  }

  for (const worker of workers) {
    worker.addEventListener('message', ({ data }: MessageEvent<CheckReply>) => waiting.get(data.job)?.hear(data))
    // Of a script that cannot be had the event says nothing.
    worker.addEventListener('error', (event) => giveUpAll(brokenOff('message' in event ? event.message : '')))
    worker.addEventListener('messageerror', () => giveUpAll(brokenOff('messageerror')))
    const request: CheckRequest = { kind: 'setting', setting }
    worker.postMessage(request)
  }
  return { width, begin, close: () => giveUpAll(closed) }
}

/** Starts workers that know the scheme and the unit's key. */
export function startFileChecker(setting: CheckSetting): FileChecker {
  const { width, begin, close } = openWorkers(setting)
  const reader = makeFileReader()

  async function checkFiles(files: readonly Blob[]): Promise<Result<CheckedFiles>> {
    const read = await reader.read(files)
    const { buffers, sizeBytes } = transferOf(read)
    const checked = await begin<CheckedFiles>((job) => ({ kind: 'files', job, files: read }), {
      transfer: buffers,
      hear: (reply, { settle }) => reply.kind === 'files' && settle(ok(reply.checked)),
    })
    reader.taken(sizeBytes)
    return checked
  }

  const checkPack = (file: Blob, { onManifest, onPart }: PackTaker): Promise<Result<Manifest>> =>
    begin<Manifest>((job) => ({ kind: 'pack', job, file }), {
      hear(reply, { settle, goOn }) {
        if (reply.kind === 'end') settle(reply.manifest)
        if (reply.kind === 'manifest') void onManifest(reply.manifest).then(goOn)
        if (reply.kind === 'part') void onPart(reply.part).then(goOn)
      },
    })

  const checkKept = (texts: readonly string[]): Promise<Result<readonly Result<Findings>[]>> =>
    begin<readonly Result<Findings>[]>((job) => ({ kind: 'kept', job, texts }), {
      hear: (reply, { settle }) => reply.kind === 'kept' && settle(ok(reply.findings)),
    })

  return { width, checkFiles, checkPack, checkKept, close }
}
