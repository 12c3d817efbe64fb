import { fail, type Result } from '#core/errors/result.ts'
import { decodeText, type ReadJsonError } from '#core/record/read-json.ts'
import { anyFileLimits } from '#core/submission/file-kind.ts'
import type { AppError } from '#core/errors/error-code.ts'

/** Reads a file the person gave as text; its size is bounded before a byte is read. */
export async function readIncomingFile(
  file: File,
): Promise<Result<string, ReadJsonError | AppError<'FILE_NOT_OPENED'>>> {
  const { sizeBytes: limitBytes } = anyFileLimits
  if (file.size > limitBytes) return fail('FILE_TOO_LARGE', { sizeBytes: file.size, limitBytes })
  try {
    return decodeText(new Uint8Array(await file.arrayBuffer()), anyFileLimits)
  } catch (cause) {
    return fail('FILE_NOT_OPENED', { reason: cause instanceof Error ? cause.message : String(cause) })
  }
}
