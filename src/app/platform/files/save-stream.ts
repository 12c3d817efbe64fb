import { harmlessFileName } from '#core/characters/file-name.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { saveBlob } from './file-door.ts'

/** A file that is written while it is made. */
export interface StreamedFile {
  readonly fileName: string
  readonly type: string
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>
  /** Large ones go straight to the disk where the browser can; small ones are a plain download. */
  readonly isLarge: boolean
}

interface SavePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>
}

/** Saves a stream as a file; false when the person chose no place. */
export async function saveStream({
  fileName,
  type,
  stream,
  isLarge,
}: StreamedFile): Promise<Result<boolean, AppError<'STORAGE_WRITE_FAILED'>>> {
  const { showSaveFilePicker }: SavePicker = { showSaveFilePicker: Reflect.get(window, 'showSaveFilePicker') }
  try {
    if (isLarge && showSaveFilePicker) {
      const handle = await showSaveFilePicker.call(window, { suggestedName: harmlessFileName(fileName) })
      await stream.pipeTo(await handle.createWritable())
    } else saveBlob(fileName, new Blob([await new Response(stream).blob()], { type }))
    return ok(true)
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return ok(false)
    return fail('STORAGE_WRITE_FAILED', { reason: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}
