import { readIncomingFile } from '#app/platform/files/incoming-file.ts'
import type { AppError, UnitsFile } from '#core/errors/error-code.ts'
import { fail, type Result } from '#core/errors/result.ts'
import type { ReadJsonError } from '#core/record/read-json.ts'

const longestStart = 64
const backupStart = '{"caibao":"unit-backup/'

/** What belongs to units and is no text, told by how it begins: a pack is gzip of its name, a backup has one line in front. */
async function unitsFileOf(file: File): Promise<UnitsFile | undefined> {
  const start = await file
    .slice(0, longestStart)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0))
  const [first, second] = new Uint8Array(start)
  // The server's own backup is gzip, too.
  if (first === 0x1f && second === 0x8b && /\.rpz$/i.test(file.name)) return 'pack'
  return new TextDecoder().decode(start).startsWith(backupStart) ? 'storeBackup' : undefined
}

/** Reads a file the person gave as text; what is for units alone, however large, is told for what it is. */
export async function readGivenFile(
  file: File,
): Promise<Result<string, ReadJsonError | AppError<'FILE_NOT_OPENED' | 'FILE_FOR_UNITS'>>> {
  const what = await unitsFileOf(file)
  return what ? fail('FILE_FOR_UNITS', { what }) : readIncomingFile(file)
}
