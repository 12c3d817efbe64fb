import { openWorker } from '#app/platform/parts/parts.ts'
import { endWithPage } from '#app/platform/storage/end-with-page.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Totals, TotalsCell, TotalsQuery } from '#core/review/totals.ts'
import type { BlockOfPeople, TotalsReply, TotalsRequest, TotalsSetting } from './totals-message.ts'
// eslint-disable-next-line import/default -- Vite gives the address of the built worker
import workerUrl from './totals-worker.ts?worker&url'

/** The people of a unit counted beside the page. */
export interface PeopleTotals {
  /** Reads people from the store into the columns; resolves when all are in. */
  readonly load: (blocks: readonly BlockOfPeople[], onProgress: (read: number) => void) => Promise<Result<void>>
  readonly setStates: (states: readonly (readonly [state: string, slots: Uint32Array])[]) => void
  readonly count: (query: TotalsQuery, slots: Uint32Array) => Promise<Result<Totals>>
  readonly behind: (query: TotalsQuery, slots: Uint32Array, at: TotalsCell) => Promise<Result<Uint32Array>>
  readonly close: () => void
  /** The worker ended, with the page that was put aside or by itself: who wants to count starts another. */
  readonly isOver: () => boolean
}

type Heard = Exclude<TotalsReply, { readonly kind: 'progress' | 'failed' }>

interface Waiting {
  readonly progress: (read: number, made: number) => void
  readonly settle: (heard: Result<Heard>) => void
}

const unexpected = fail('COUNTING_BROKE_OFF', { reason: 'worker' })

/** Questions to the worker, each with its answer; once it is given up, whatever is asked of it is answered with why. */
function conversationWith(worker: Worker) {
  const waiting = new Map<number, Waiting>()
  let lastJob = 0
  let ending: AppError | undefined

  function hear(data: TotalsReply): void {
    const asked = waiting.get(data.job)
    if (data.kind === 'progress') return asked?.progress(data.read, data.made)
    waiting.delete(data.job)
    asked?.settle(data.kind === 'failed' ? { ok: false, error: data.error } : ok(data))
  }

  function giveUp(error: AppError): void {
    ending = error
    for (const { settle } of waiting.values()) settle({ ok: false, error })
    waiting.clear()
  }

  const say = (request: TotalsRequest): void => worker.postMessage(request)
  worker.addEventListener('message', ({ data }: MessageEvent<TotalsReply>) => hear(data))

  function ask(request: (job: number) => TotalsRequest, progress: Waiting['progress'] = () => undefined) {
    const job = ++lastJob
    return new Promise<Result<Heard>>((settle) => {
      if (ending) return settle({ ok: false, error: ending })
      waiting.set(job, { progress, settle })
      say(request(job))
    })
  }

  return { say, ask, giveUp }
}

/** Blocks from which on starting another worker is worth it: of a hundred people each. */
const worthTwo = 60

/** Where columns must be made of very many people, a second worker makes them from the other end. */
function helperFor(setting: TotalsSetting) {
  let worker: Worker | undefined
  return {
    call(blocks: readonly BlockOfPeople[]): void {
      if (worker || blocks.length < worthTwo || navigator.hardwareConcurrency < 2) return
      worker = openWorker(workerUrl)
      const requests: readonly TotalsRequest[] = [
        { kind: 'setting', setting },
        { kind: 'keep', blocks: blocks.map(({ block }) => block) },
      ]
      for (const request of requests) worker.postMessage(request)
    },
    letGo(): void {
      worker?.terminate()
      worker = undefined
    },
  }
}

/** Starts the worker that holds the columns. */
export function startPeopleTotals(setting: TotalsSetting): PeopleTotals {
  const worker = openWorker(workerUrl)
  const { say, ask, giveUp } = conversationWith(worker)
  let isOver = false
  const helper = helperFor(setting)
  say({ kind: 'setting', setting })

  function end(error: AppError): void {
    isOver = true
    helper.letGo()
    worker.terminate()
    giveUp(error)
  }
  worker.addEventListener('error', ({ message }) => end(fail('COUNTING_BROKE_OFF', { reason: message }).error))
  const stayWithPage = endWithPage(() => end(fail('STORAGE_READ_FAILED', { reason: 'pagehide' }).error))

  return {
    async load(blocks, onProgress) {
      const heard = await ask(
        (job) => ({ kind: 'load', job, blocks }),
        (read, made) => {
          if (made > 0 && !isOver) helper.call(blocks)
          onProgress(read)
        },
      )
      helper.letGo()
      return heard.ok ? ok(undefined) : heard
    },
    setStates: (states) => say({ kind: 'states', states }),
    async count(query, slots) {
      const heard = await ask((job) => ({ kind: 'count', job, query, slots }))
      if (!heard.ok) return heard
      return heard.value.kind === 'counted' ? ok(heard.value.totals) : unexpected
    },
    async behind(query, slots, at) {
      const heard = await ask((job) => ({ kind: 'behind', job, query, slots, at }))
      if (!heard.ok) return heard
      return heard.value.kind === 'behind' ? ok(heard.value.slots) : unexpected
    },
    close() {
      stayWithPage()
      end(fail('STORE_LOCKED', {}).error)
    },
    isOver: () => isOver,
  }
}
