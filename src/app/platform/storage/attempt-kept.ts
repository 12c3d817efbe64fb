import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { SealBroken } from '#app/platform/unit/vault.ts'
import { type StorageError, storageErrorOf } from './storage-error.ts'

/** Why the store did not do what was asked. */
export type KeptStoreError = StorageError | AppError<'STORE_SEAL_BROKEN' | 'KEPT_UNREADABLE'>

/** What was asked for by its name is here, in a shape this app does not know. */
export class ShapeUnknown extends Error {}

/** Runs what opens or seals rows and turns what it throws into an error people can read. */
export async function attemptKept<T>(
  doing: 'read' | 'write',
  run: () => Promise<T>,
): Promise<Result<T, KeptStoreError>> {
  try {
    return ok(await run())
  } catch (thrown) {
    if (thrown instanceof SealBroken) return fail('STORE_SEAL_BROKEN', {})
    if (thrown instanceof ShapeUnknown) return fail('KEPT_UNREADABLE', {})
    return { ok: false, error: storageErrorOf(thrown, doing) }
  }
}
