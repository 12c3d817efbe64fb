import { harmlessFileName } from '#core/characters/file-name.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { saveBlob } from './file-door.ts'

/** Where a file is to lie: where the person says, or wherever the browser puts downloads. */
export type Place = Pick<FileSystemFileHandle, 'createWritable'> | 'downloads'

/** A file that is written while it is made. */
export interface StreamedFile {
  readonly fileName: string
  readonly type: string
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>
  readonly place: Place
}

interface SavePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>
}

const isAbort = (thrown: unknown): boolean => thrown instanceof DOMException && thrown.name === 'AbortError'

/**
 * Asks where a file is to lie, before it is made: a browser asks nobody a few seconds after the click. Large ones go
 * straight to the disk where the browser can; small ones, and where it will not ask, are a plain download. Undefined
 * when the person chose no place.
 */
export async function choosePlace({
  fileName,
  isLarge,
}: Pick<StreamedFile, 'fileName'> & { readonly isLarge: boolean }): Promise<Place | undefined> {
  const { showSaveFilePicker }: SavePicker = { showSaveFilePicker: Reflect.get(window, 'showSaveFilePicker') }
  if (!isLarge || !showSaveFilePicker) return 'downloads'
  try {
    return await showSaveFilePicker.call(window, { suggestedName: harmlessFileName(fileName) })
  } catch (thrown) {
    return isAbort(thrown) ? undefined : 'downloads'
  }
}

/** Saves a stream as a file; false when the rest of it is not wanted any more. */
export async function saveStream({
  fileName,
  type,
  stream,
  place,
}: StreamedFile): Promise<Result<boolean, AppError<'FILE_NOT_WRITTEN'>>> {
  try {
    if (place === 'downloads') saveBlob(fileName, new Blob([await new Response(stream).blob()], { type }))
    else await stream.pipeTo(await place.createWritable())
    return ok(true)
  } catch (thrown) {
    if (isAbort(thrown)) return ok(false)
    return fail('FILE_NOT_WRITTEN', { reason: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}
