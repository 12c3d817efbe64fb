import { openWorker } from '#app/platform/parts/parts.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { PrintPreview, PrintReply, PrintRequest } from './print-message.ts'
// eslint-disable-next-line import/default -- Vite gives the address of the built worker
import workerUrl from './print-worker.ts?worker&url'

/** A printed form. */
export interface PrintedForm {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Characters that no font of ours can draw; their places are empty. */
  readonly missing: readonly string[]
  readonly preview: PrintPreview
}

/** Why a form was not printed. */
export type PrintError = AppError<'PRINT_FONTS_MISSING' | 'PRINT_FAILED'>

/** A form on its way to paper. */
export interface PrintJob {
  readonly result: Promise<Result<PrintedForm, PrintError>>
  readonly cancel: () => void
}

/** Makes the PDF of a form in a worker; the page stays free. */
export function printForm(request: PrintRequest, onProgress: (share: number) => void): PrintJob {
  const worker = openWorker(workerUrl)
  const result = new Promise<Result<PrintedForm, PrintError>>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<PrintReply>) => {
      if (data.kind === 'progress') return onProgress(data.loadedBytes / Math.max(1, data.allBytes))
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
