import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { fail, type Result } from '#core/errors/result.ts'
import type { CheckAnswer, CheckOrder } from './check-order.ts'
import type { CheckedUpload, Upload } from './check-upload.ts'

/** Checks files beside the thread that answers requests. */
export interface Checker {
  readonly check: (upload: Upload) => Promise<Result<CheckedUpload>>
  readonly close: () => Promise<void>
}

interface Waiting {
  readonly upload: Upload
  readonly done: (result: Result<CheckedUpload>) => void
}

interface Crew {
  readonly worker: Worker
  /** What it is busy with. */
  readonly orders: Map<number, readonly Waiting[]>
}

// Files that came in while a worker was busy go to it together: one message costs as much as one check.
const mostInOrder = 16
const mostOrders = 2
// One thread answers requests and writes; the others check.
const workersWanted = Math.max(1, Math.min(8, availableParallelism() - 1))

const chinaDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

function settle(waiting: readonly Waiting[], results: readonly Result<CheckedUpload>[]): void {
  for (const [index, { done }] of waiting.entries()) done(results[index] ?? fail('SERVER_FAILED', {}))
}

const startWorker = (): Worker => new Worker(new URL('./check-worker.ts', import.meta.url))

/** Starts a worker; `free` is called whenever it can take more, `gone` when it ended. */
function hire(worker: Worker, free: () => void, gone: (crew: Crew) => void): Crew {
  const crew: Crew = { worker, orders: new Map() }
  worker.on('message', ({ id, results }: CheckAnswer) => {
    const waiting = crew.orders.get(id) ?? []
    crew.orders.delete(id)
    settle(waiting, results)
    free()
  })
  worker.on('error', () => undefined)
  worker.on('exit', () => {
    for (const waiting of crew.orders.values()) settle(waiting, [])
    gone(crew)
  })
  worker.unref()
  return crew
}

/** Starts workers when the first file comes, so that a server starts at once. */
export function createChecker(now: () => number, { most = workersWanted, start = startWorker } = {}): Checker {
  const queue: Waiting[] = []
  const crews: Crew[] = []
  let lastId = 0
  let isClosed = false

  function order({ worker, orders }: Crew): void {
    const waiting = queue.splice(0, Math.max(1, Math.min(mostInOrder, Math.ceil(queue.length / crews.length))))
    lastId += 1
    orders.set(lastId, waiting)
    const uploads = waiting.map(({ upload }) => upload)
    worker.postMessage({ id: lastId, uploads, today: chinaDay.format(now()) } satisfies CheckOrder)
  }

  let isGivingOut = false
  /** What comes in this turn of the loop goes to the workers together: a message costs as much as a check. */
  function giveOutSoon(): void {
    if (isGivingOut) return
    isGivingOut = true
    setImmediate(() => {
      isGivingOut = false
      giveOut()
    })
  }

  /** What it had was answered; what waits must not wait for a file that may never come. */
  function gone(crew: Crew): void {
    crews.splice(crews.indexOf(crew), 1)
    giveOut()
  }

  function giveOut(): void {
    if (isClosed || queue.length === 0) return
    if (crews.length < most) crews.push(hire(start(), giveOut, gone))
    for (const crew of [...crews].sort((a, b) => a.orders.size - b.orders.size)) {
      if (queue.length === 0 || crew.orders.size >= mostOrders) return
      order(crew)
    }
  }

  return {
    check: (upload) =>
      new Promise((done) => {
        queue.push({ upload, done })
        giveOutSoon()
      }),
    async close() {
      isClosed = true
      settle(queue.splice(0), [])
      await Promise.all(crews.map(({ worker }) => worker.terminate()))
    },
  }
}
