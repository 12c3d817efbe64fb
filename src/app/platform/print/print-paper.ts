import { openWorker } from '#app/platform/parts/parts.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { PrintPreview, PrintReply, PrintRequest } from './print-message.ts'
// eslint-disable-next-line import/default -- Vite gives the address of the built worker
import workerUrl from './print-worker.ts?worker&url'

/** A paper as a file. */
export interface PrintedPaper {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Characters that no font of ours can draw; their places are empty. */
  readonly missing: readonly string[]
  readonly preview: PrintPreview
}

/** Why a paper was not printed. */
export type PrintError = AppError<'PRINT_FONTS_MISSING' | 'PRINT_FAILED'>

/** A paper on its way. */
export interface PrintJob {
  readonly result: Promise<Result<PrintedPaper, PrintError>>
  readonly cancel: () => void
}

/** Makes the PDF of a form, a roster or another paper in a worker; the page stays free. */
export function printPaper(request: PrintRequest, onProgress: (share: number) => void): PrintJob {
  const worker = openWorker(workerUrl)
  const result = new Promise<Result<PrintedPaper, PrintError>>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<PrintReply>) => {
      if (data.kind === 'progress') return onProgress(data.share)
      worker.terminate()
      if (data.kind === 'done') resolve(ok({ bytes: data.bytes, missing: data.missing, preview: data.preview }))
      else if (data.kind === 'failed') resolve(fail('PRINT_FAILED', { reason: data.reason }))
      else resolve(fail('PRINT_FONTS_MISSING', { characters: data.characters }))
    })
    worker.addEventListener('error', ({ message }) => resolve(fail('PRINT_FAILED', { reason: message })))
  })
  worker.postMessage(request)
  return { result, cancel: () => worker.terminate() }
}
