import * as v from 'valibot'
import type { Result } from '#core/errors/result.ts'
import { SealBroken, type Vault } from '#app/platform/unit/vault.ts'
import type { StoredRow } from './caibao-database.ts'
import { attemptKept, type KeptStoreError, ShapeUnknown } from './attempt-kept.ts'
import { inOneTab } from './one-tab.ts'
import type { UnitDatabase } from './unit-database.ts'

/** What is kept beside the cases: printed rosters, layouts, views, return slips, certificates, lists of units and of people, who was removed, what is half typed. */
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
  | 'userRemoval'
  | 'unfinished'

/** What of the store may be of another shape: what is kept, by its kind, tasks, and the traffic with the server. */
export type UnreadKind = KeptKind | 'traffic' | 'task'

/** Hears how many of a kind are of another shape, each time they are read. */
export type UnreadListener = (kind: UnreadKind, unread: number) => void

/** Everything that is kept of a kind. */
export interface Surveyed<T> {
  readonly fitting: readonly T[]
  /** Names of those that are of another shape or damaged: they are left alone. */
  readonly unread: readonly string[]
}

/** Small sealed things of the unit, by kind and name. */
export interface KeptStorage {
  /** What fits the shape; a row of another shape was written by a newer app, is left alone, and told of. */
  list<T>(kind: KeptKind, schema: v.GenericSchema<unknown, T>): Promise<Result<readonly T[], KeptStoreError>>
  /** The same where what is not understood must be known by its name; what is damaged counts to it. */
  survey<T>(kind: KeptKind, schema: v.GenericSchema<unknown, T>): Promise<Result<Surveyed<T>, KeptStoreError>>
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
  /** A sealed row, to be written in one transaction with what it speaks of. */
  row(kind: KeptKind, id: string, value: unknown): Promise<StoredRow>
  put(kind: KeptKind, id: string, value: unknown): Promise<Result<void, KeptStoreError>>
  /**
   * Writes what is made of what is kept now, all or nothing, while no other tab does: what others changed or removed since
   * this page read it is not put back.
   */
  change<T>(
    kind: KeptKind,
    schema: v.GenericSchema<unknown, T>,
    make: (kept: readonly T[]) => readonly { readonly id: string; readonly value: T }[],
  ): Promise<Result<void, KeptStoreError>>
  remove(kind: KeptKind, id: string): Promise<Result<void, KeptStoreError>>
}

function rethrow(thrown: SealBroken): never {
  throw thrown
}

/** Kept things in the unit's database, each sealed to its place by the vault. */
export function sealedKeptStorage(
  database: UnitDatabase,
  vault: Vault,
  tell: UnreadListener = () => undefined,
): KeptStorage {
  const { kept } = database
  const placeOf = (kind: string, id: string): string => `kept:${kind}:${id}`
  const row = async (kind: string, id: string, value: unknown): Promise<StoredRow> => ({
    kind,
    id,
    sealed: await vault.seal(placeOf(kind, id), value),
  })
  /** Everything of a kind, each opened; `damaged` says what stands for one whose seal is broken. */
  async function openAll(kind: KeptKind, damaged: (thrown: SealBroken) => unknown) {
    const stored = await kept.where('[kind+id]').between([kind, ''], [kind, '\uffff']).toArray()
    const open = async (each: StoredRow) => {
      const id = String(each['id'])
      try {
        return { id, value: await vault.open(placeOf(kind, id), each['sealed']) }
      } catch (thrown) {
        if (!(thrown instanceof SealBroken)) throw thrown
        return { id, value: damaged(thrown) }
      }
    }
    return Promise.all(stored.map(open))
  }

  async function sort<T>(
    kind: KeptKind,
    schema: v.GenericSchema<unknown, T>,
    damaged: (thrown: SealBroken) => unknown,
  ) {
    const fitting: T[] = []
    const unread: string[] = []
    const opened = await openAll(kind, damaged)
    for (const { id, value } of opened) {
      const parsed = v.safeParse(schema, value)
      if (parsed.success) fitting.push(parsed.output)
      else unread.push(id)
    }
    tell(kind, unread.length)
    return { fitting, unread, ids: new Set(opened.map(({ id }) => id)) }
  }

  async function change<T>(
    kind: KeptKind,
    schema: v.GenericSchema<unknown, T>,
    make: (known: readonly T[]) => readonly { readonly id: string; readonly value: T }[],
  ): Promise<void> {
    const { fitting, ids } = await sort(kind, schema, rethrow)
    const made = make(fitting)
    const sealed = await Promise.all(made.map(({ id, value }) => row(kind, id, value)))
    await database.transaction('rw', kept, async () => {
      const there = await kept.bulkGet(made.map(({ id }): [string, string] => [kind, id]))
      // What was removed while this was sealed stays removed.
      const isWanted = (at: number): boolean => there[at] !== undefined || !ids.has(made[at]?.id ?? '')
      await kept.bulkPut(sealed.filter((_, at) => isWanted(at)))
    })
  }

  return {
    row,
    list: (kind, schema) =>
      attemptKept('read', async () => {
        const { fitting } = await sort(kind, schema, rethrow)
        return fitting
      }),
    survey: (kind, schema) =>
      attemptKept('read', async () => {
        const { fitting, unread } = await sort(kind, schema, () => undefined)
        return { fitting, unread }
      }),
    change: (kind, schema, make) =>
      attemptKept('write', () => inOneTab(`${database.name}-kept-change`, () => change(kind, schema, make))),
    one: (kind, id, schema) =>
      attemptKept('read', async () => {
        const stored = await kept.get([kind, id])
        if (stored === undefined) return undefined
        const parsed = v.safeParse(schema, await vault.open(placeOf(kind, id), stored['sealed']))
        if (!parsed.success) throw new ShapeUnknown()
        return parsed.output
      }),
    all: () =>
      attemptKept('read', async () =>
        Promise.all(
          (await kept.toArray()).map(async (each) => {
            const [kind, id] = [String(each['kind']), String(each['id'])]
            return { kind, id, value: await vault.open(placeOf(kind, id), each['sealed']) }
          }),
        ),
      ),
    addMissing: (kind, id, value) =>
      attemptKept('write', async () => {
        const sealed = await row(kind, id, value)
        if ((await kept.get([kind, id])) === undefined) await kept.put(sealed)
      }),
    put: (kind, id, value) =>
      attemptKept('write', async () => {
        await kept.put(await row(kind, id, value))
      }),
    remove: (kind, id) => attemptKept('write', () => kept.delete([kind, id])),
  }
}
