import { ok, type Result } from '#core/errors/result.ts'
import { type StorageError, storageErrorOf } from './storage-error.ts'

/** Runs what touches the database and turns what it throws into an error people can read. */
export async function attempt<T>(doing: 'read' | 'write', run: () => Promise<T>): Promise<Result<T, StorageError>> {
  try {
    return ok(await run())
  } catch (thrown) {
    return { ok: false, error: storageErrorOf(thrown, doing) }
  }
}
