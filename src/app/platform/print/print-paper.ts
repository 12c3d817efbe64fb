import { makePace } from '#app/platform/clock/breathe.ts'
import { openWorker } from '#app/platform/parts/parts.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { PrintMessage, PrintPreview, PrintReply, PrintRequest } from './print-message.ts'
// eslint-disable-next-line import/default -- Vite gives the address of the built worker
import workerUrl from './print-worker.ts?worker&url'

/** A paper as a file. */
export interface PrintedPaper {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Characters that no font of ours can draw; their places are empty. */
  readonly missing: readonly string[]
  readonly pageTotal: number
  readonly preview: PrintPreview
}

/** Why a paper was not printed. */
export type PrintError = AppError<'PRINT_PARTS_MISSING' | 'PRINT_FONTS_MISSING' | 'PRINT_FAILED'>

/** A paper on its way. */
export interface PrintJob {
  /** No paper where it was cancelled. */
  readonly result: Promise<Result<PrintedPaper | undefined, PrintError>>
  /** Ends it; whoever waits for the paper goes on without. */
  readonly cancel: () => void
}

const peopleAtOnce = 250

/** Sends the paper; the people of a roster some at a time, for ten thousand in one message hold the page. */
async function send(worker: Worker, request: PrintRequest): Promise<void> {
  const say = (message: PrintMessage): void => worker.postMessage(message)
  if (request.kind !== 'roster') return say(request)
  const { people } = request.roster
  const pace = makePace()
  for (let at = 0; at < people.length; at += peopleAtOnce) {
    say({ kind: 'people', people: people.slice(at, at + peopleAtOnce) })
    await pace()
  }
  say({ ...request, roster: { ...request.roster, people: [] } })
}

/** Makes the PDF of a form, a roster or another paper in a worker; the page stays free. */
export function printPaper(request: PrintRequest, onProgress: (share: number) => void): PrintJob {
  const worker = openWorker(workerUrl)
  let settle: (ended: Awaited<PrintJob['result']>) => void = () => undefined
  const result: PrintJob['result'] = new Promise((resolve) => {
    settle = resolve
    worker.addEventListener('message', ({ data }: MessageEvent<PrintReply>) => {
      if (data.kind === 'progress') return onProgress(data.share)
      worker.terminate()
      if (data.kind === 'done') resolve(ok(data))
      else if (data.kind === 'partsMissing') resolve(fail('PRINT_PARTS_MISSING', {}))
      else if (data.kind === 'failed') resolve(fail('PRINT_FAILED', { reason: data.reason }))
      else resolve(fail('PRINT_FONTS_MISSING', { characters: data.characters }))
    })
    // A plain event without a message tells that its script could not be had.
    worker.addEventListener('error', ({ message }: Partial<ErrorEvent>) =>
      resolve(message === undefined ? fail('PRINT_PARTS_MISSING', {}) : fail('PRINT_FAILED', { reason: message })),
    )
  })
  void send(worker, request)
  function cancel(): void {
    worker.terminate()
    settle(ok(undefined))
  }
  return { result, cancel }
}
