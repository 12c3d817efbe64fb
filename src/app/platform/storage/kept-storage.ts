import * as v from 'valibot'
import type { Result } from '#core/errors/result.ts'
import type { Vault } from '#app/platform/unit/vault.ts'
import { attemptKept, type KeptStoreError, ShapeUnknown } from './attempt-kept.ts'
import type { UnitDatabase } from './unit-database.ts'

/** What is kept beside the cases: printed rosters, layouts, views, return slips, certificates, lists of units and of people. */
export type KeptKind =
  | 'rosterPrint'
  | 'rosterLayout'
  | 'peopleView'
  | 'returnSlip'
  | 'register'
  | 'expected'
  | 'storeBackup'
  | 'certificate'
  | 'ownCertificate'

/** What of the store may be of another shape: what is kept, by its kind, and the traffic with the server. */
export type UnreadKind = KeptKind | 'traffic'

/** Hears how many of a kind are of another shape, each time they are read. */
export type UnreadListener = (kind: UnreadKind, unread: number) => void

/** Small sealed things of the unit, by kind and name. */
export interface KeptStorage {
  /** What fits the shape; a row of another shape was written by a newer app, is left alone, and told of. */
  list<T>(kind: KeptKind, schema: v.GenericSchema<unknown, T>): Promise<Result<readonly T[], KeptStoreError>>
  /** One by its name: nothing when it is not here; what is of another shape is refused, and left alone. */
  one<T>(
    kind: KeptKind,
    id: string,
    schema: v.GenericSchema<unknown, T>,
  ): Promise<Result<T | undefined, KeptStoreError>>
  /** Everything, of whatever kind, for a backup. */
  all(): Promise<
    Result<readonly { readonly kind: string; readonly id: string; readonly value: unknown }[], KeptStoreError>
  >
  /** Takes over what a backup holds and is not here. */
  addMissing(kind: string, id: string, value: unknown): Promise<Result<void, KeptStoreError>>
  put(kind: KeptKind, id: string, value: unknown): Promise<Result<void, KeptStoreError>>
  remove(kind: KeptKind, id: string): Promise<Result<void, KeptStoreError>>
}

/** Kept things in the unit's database, each sealed to its place by the vault. */
export function sealedKeptStorage(
  { kept }: UnitDatabase,
  vault: Vault,
  tell: UnreadListener = () => undefined,
): KeptStorage {
  const placeOf = (kind: string, id: string): string => `kept:${kind}:${id}`
  return {
    list: (kind, schema) =>
      attemptKept('read', async () => {
        const stored = await kept.where('[kind+id]').between([kind, ''], [kind, '\uffff']).toArray()
        const values = await Promise.all(
          stored.map(async (row) => vault.open(placeOf(kind, String(row['id'])), row['sealed'])),
        )
        const fitting = values.flatMap((value) => {
          const parsed = v.safeParse(schema, value)
          return parsed.success ? [parsed.output] : []
        })
        tell(kind, values.length - fitting.length)
        return fitting
      }),
    one: (kind, id, schema) =>
      attemptKept('read', async () => {
        const row = await kept.get([kind, id])
        if (row === undefined) return undefined
        const parsed = v.safeParse(schema, await vault.open(placeOf(kind, id), row['sealed']))
        if (!parsed.success) throw new ShapeUnknown()
        return parsed.output
      }),
    all: () =>
      attemptKept('read', async () =>
        Promise.all(
          (await kept.toArray()).map(async (row) => {
            const [kind, id] = [String(row['kind']), String(row['id'])]
            return { kind, id, value: await vault.open(placeOf(kind, id), row['sealed']) }
          }),
        ),
      ),
    addMissing: (kind, id, value) =>
      attemptKept('write', async () => {
        const sealed = await vault.seal(placeOf(kind, id), value)
        if ((await kept.get([kind, id])) === undefined) await kept.put({ kind, id, sealed })
      }),
    put: (kind, id, value) =>
      attemptKept('write', async () => {
        const sealed = await vault.seal(placeOf(kind, id), value)
        await kept.put({ kind, id, sealed })
      }),
    remove: (kind, id) => attemptKept('write', () => kept.delete([kind, id])),
  }
}
