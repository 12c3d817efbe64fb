import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { SealBroken, type Vault } from '#app/platform/unit/vault.ts'
import type { StoredRow } from './caibao-database.ts'
import type { KeptStoreError } from './kept-storage.ts'
import { storageErrorOf } from './storage-error.ts'
import type { UnitDatabase } from './unit-database.ts'

/** A thing of the traffic with the server, by its name. */
export interface SyncRow<T> {
  readonly id: string
  readonly value: T
}

/** What is on its way between this device and its server: each sealed to its name. */
export interface UnitSyncStorage {
  /** What stands under a name and fits the shape. */
  get<T>(id: string, schema: v.GenericSchema<unknown, T>): Promise<Result<T | undefined, KeptStoreError>>
  /** What begins so and fits the shape, by name. */
  list<T>(prefix: string, schema: v.GenericSchema<unknown, T>): Promise<Result<readonly SyncRow<T>[], KeptStoreError>>
  /** Names that begin so. */
  ids(prefix: string): Promise<Result<readonly string[], KeptStoreError>>
  /** A sealed row, to be written in one transaction with cases. */
  row(id: string, value: unknown): Promise<StoredRow>
  put(id: string, value: unknown): Promise<Result<void, KeptStoreError>>
  remove(ids: readonly string[]): Promise<Result<void, KeptStoreError>>
}

async function attemptSync<T>(doing: 'read' | 'write', run: () => Promise<T>): Promise<Result<T, KeptStoreError>> {
  try {
    return ok(await run())
  } catch (thrown) {
    if (thrown instanceof SealBroken) return fail('STORE_SEAL_BROKEN', {})
    return { ok: false, error: storageErrorOf(thrown, doing) }
  }
}

/** The traffic with the server in the unit's database. */
export function sealedSyncStorage({ sync }: UnitDatabase, vault: Vault): UnitSyncStorage {
  const placeOf = (id: string): string => `sync:${id}`
  const row = async (id: string, value: unknown): Promise<StoredRow> => ({
    id,
    sealed: await vault.seal(placeOf(id), value),
  })
  const open = (stored: StoredRow): Promise<unknown> => vault.open(placeOf(String(stored['id'])), stored['sealed'])
  return {
    row,
    get: (id, schema) =>
      attemptSync('read', async () => {
        const stored = await sync.get(id)
        const parsed = v.safeParse(schema, stored && (await open(stored)))
        return parsed.success ? parsed.output : undefined
      }),
    list: (prefix, schema) =>
      attemptSync('read', async () => {
        const stored = await sync.where('id').startsWith(prefix).toArray()
        const values = await Promise.all(stored.map(open))
        return values.flatMap((value, at) => {
          const parsed = v.safeParse(schema, value)
          return parsed.success ? [{ id: String(stored[at]?.['id']), value: parsed.output }] : []
        })
      }),
    ids: (prefix) =>
      attemptSync('read', async () => (await sync.where('id').startsWith(prefix).primaryKeys()).map(String)),
    put: (id, value) => attemptSync('write', async () => void (await sync.put(await row(id, value)))),
    remove: (ids) => attemptSync('write', () => sync.bulkDelete([...ids])),
  }
}
