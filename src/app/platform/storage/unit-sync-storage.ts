import * as v from 'valibot'
import type { Result } from '#core/errors/result.ts'
import type { Vault } from '#app/platform/unit/vault.ts'
import { attemptKept, type KeptStoreError, ShapeUnknown } from './attempt-kept.ts'
import type { StoredRow } from './caibao-database.ts'
import type { UnreadListener } from './kept-storage.ts'
import type { UnitDatabase } from './unit-database.ts'

/** A thing of the traffic with the server, by its name. */
export interface SyncRow<T> {
  readonly id: string
  readonly value: T
}

/** What is on its way between this device and its server: each sealed to its name. */
export interface UnitSyncStorage {
  /** What stands under a name; what is of another shape is refused, left alone, and told of. */
  get<T>(id: string, schema: v.GenericSchema<unknown, T>): Promise<Result<T | undefined, KeptStoreError>>
  /** What begins so and fits the shape, by name; what is of another shape is left alone, and told of. */
  list<T>(prefix: string, schema: v.GenericSchema<unknown, T>): Promise<Result<readonly SyncRow<T>[], KeptStoreError>>
  /** Names that begin so, whatever shape they are of. */
  ids(prefix: string): Promise<Result<readonly string[], KeptStoreError>>
  /** A sealed row, to be written in one transaction with cases. */
  row(id: string, value: unknown): Promise<StoredRow>
  put(id: string, value: unknown): Promise<Result<void, KeptStoreError>>
  remove(ids: readonly string[]): Promise<Result<void, KeptStoreError>>
}

/** Which rows were found to be of another shape; they are counted anew wherever they are read, written or removed. */
function countUnread(tell: UnreadListener) {
  const unread = new Set<string>()
  return (known: (id: string) => boolean, found: readonly string[]): void => {
    for (const id of unread) if (known(id)) unread.delete(id)
    for (const id of found) unread.add(id)
    tell('traffic', unread.size)
  }
}

/** The traffic with the server in the unit's database. */
export function sealedSyncStorage(
  { sync }: UnitDatabase,
  vault: Vault,
  tell: UnreadListener = () => undefined,
): UnitSyncStorage {
  const count = countUnread(tell)
  const placeOf = (id: string): string => `sync:${id}`
  const row = async (id: string, value: unknown): Promise<StoredRow> => ({
    id,
    sealed: await vault.seal(placeOf(id), value),
  })
  const open = (stored: StoredRow): Promise<unknown> => vault.open(placeOf(String(stored['id'])), stored['sealed'])
  return {
    row,
    get: (id, schema) =>
      attemptKept('read', async () => {
        const stored = await sync.get(id)
        const parsed = stored && v.safeParse(schema, await open(stored))
        const isUnread = parsed?.success === false
        count((known) => known === id, isUnread ? [id] : [])
        if (isUnread) throw new ShapeUnknown()
        return parsed?.output
      }),
    list: (prefix, schema) =>
      attemptKept('read', async () => {
        const stored = await sync.where('id').startsWith(prefix).toArray()
        const values = await Promise.all(stored.map(open))
        const ids = stored.map((found) => String(found['id']))
        const unread: string[] = []
        const fitting = values.flatMap((value, at) => {
          const [id = '', parsed] = [ids[at], v.safeParse(schema, value)]
          if (!parsed.success) unread.push(id)
          return parsed.success ? [{ id, value: parsed.output }] : []
        })
        count((known) => known.startsWith(prefix), unread)
        return fitting
      }),
    ids: (prefix) =>
      attemptKept('read', async () => (await sync.where('id').startsWith(prefix).primaryKeys()).map(String)),
    put: (id, value) =>
      attemptKept('write', async () => {
        await sync.put(await row(id, value))
        count((known) => known === id, [])
      }),
    remove: (ids) =>
      attemptKept('write', async () => {
        await sync.bulkDelete([...ids])
        count((known) => ids.includes(known), [])
      }),
  }
}
