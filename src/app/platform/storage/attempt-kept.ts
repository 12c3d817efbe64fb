import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { SealBroken } from '#app/platform/unit/vault.ts'
import { type StorageError, storageErrorOf } from './storage-error.ts'

/** Why the unit's database did not do what was asked. */
export type UnitStoreError = StorageError | AppError<'UNIT_STORE_ERASED'>

/** Why the store did not do what was asked. */
export type KeptStoreError = UnitStoreError | AppError<'STORE_SEAL_BROKEN' | 'KEPT_UNREADABLE' | 'SYNC_PAYLOAD_MISSING'>

/** What was asked for by its name is here, in a shape this app does not know. */
export class ShapeUnknown extends Error {}

/** A record that is known by its digest is not here: it is still to come from a colleague's device. */
export class RecordMissing extends Error {}

/** The database was erased under the page; the one that stands in its place is not written into. */
export class StoreErased extends Error {}

const deepest = 4

/** Dexie puts what kept a database from opening inside of what it throws. */
function isErased(thrown: unknown, depth = 0): boolean {
  if (thrown instanceof StoreErased) return true
  return thrown instanceof Error && depth < deepest && isErased(Reflect.get(thrown, 'inner'), depth + 1)
}

const unitErrorOf = (thrown: unknown, doing: 'read' | 'write'): UnitStoreError =>
  isErased(thrown) ? fail('UNIT_STORE_ERASED', {}).error : storageErrorOf(thrown, doing)

/** What was thrown where rows are opened or sealed, as an error people can read. */
export function keptErrorOf(thrown: unknown, doing: 'read' | 'write'): KeptStoreError {
  if (thrown instanceof SealBroken) return fail('STORE_SEAL_BROKEN', {}).error
  if (thrown instanceof RecordMissing) return fail('SYNC_PAYLOAD_MISSING', {}).error
  // Under a seal that holds, another shape is what a newer app wrote: nothing calls for a backup.
  if (thrown instanceof ShapeUnknown || v.isValiError(thrown)) return fail('KEPT_UNREADABLE', {}).error
  return unitErrorOf(thrown, doing)
}

/** Runs something in the unit's store, and says what it throws as this does. */
const attemptSaying =
  <Why extends AppError>(errorOf: (thrown: unknown, doing: 'read' | 'write') => Why) =>
  async <T>(doing: 'read' | 'write', run: () => Promise<T>): Promise<Result<T, Why>> => {
    try {
      return ok(await run())
    } catch (thrown) {
      return { ok: false, error: errorOf(thrown, doing) }
    }
  }

/** Runs what opens or seals rows and turns what it throws into an error people can read. */
export const attemptKept = attemptSaying(keptErrorOf)

/** The same for rows that lie open. */
export const attemptUnit = attemptSaying(unitErrorOf)
