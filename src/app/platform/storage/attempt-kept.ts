import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { SealBroken } from '#app/platform/unit/vault.ts'
import { type StorageError, storageErrorOf } from './storage-error.ts'

/** Why the store did not do what was asked. */
export type KeptStoreError = StorageError | AppError<'STORE_SEAL_BROKEN' | 'KEPT_UNREADABLE' | 'SYNC_PAYLOAD_MISSING'>

/** What was asked for by its name is here, in a shape this app does not know. */
export class ShapeUnknown extends Error {}

/** A record that is known by its digest is not here: it is still to come from a colleague's device. */
export class RecordMissing extends Error {}

/** What was thrown where rows are opened or sealed, as an error people can read. */
export function keptErrorOf(thrown: unknown, doing: 'read' | 'write'): KeptStoreError {
  if (thrown instanceof SealBroken) return fail('STORE_SEAL_BROKEN', {}).error
  if (thrown instanceof RecordMissing) return fail('SYNC_PAYLOAD_MISSING', {}).error
  // Under a seal that holds, another shape is what a newer app wrote: nothing calls for a backup.
  if (thrown instanceof ShapeUnknown || v.isValiError(thrown)) return fail('KEPT_UNREADABLE', {}).error
  return storageErrorOf(thrown, doing)
}

/** Runs what opens or seals rows and turns what it throws into an error people can read. */
export async function attemptKept<T>(
  doing: 'read' | 'write',
  run: () => Promise<T>,
): Promise<Result<T, KeptStoreError>> {
  try {
    return ok(await run())
  } catch (thrown) {
    return { ok: false, error: keptErrorOf(thrown, doing) }
  }
}
