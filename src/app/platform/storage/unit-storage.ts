import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { certificatesSchema } from '#core/signed/signed-file.ts'
import { publicJwkSchema, type PublicJwk } from '#core/submission/submission.ts'
import { type OpeningKey, type Unit, type UnitKeys, unitSchema } from '#core/unit/unit.ts'
import { type Lock, lockSchema } from '#app/platform/unit/vault.ts'
import { attempt } from './attempt.ts'
import type { StorageError } from './storage-error.ts'
import type { UnitDatabase } from './unit-database.ts'

/** The unit of this device: who it is, its keys, and its sealed key file for safe keeping. */
export interface StoredUnit {
  readonly unit: Unit
  readonly keys: UnitKeys
  readonly keyFile: string
  /** When the key file was last saved to a disk or stick, as far as this device knows. */
  readonly keyFileSavedAt?: number | undefined
  /** Keys it used before: what was sealed to them still opens. */
  readonly earlier?: readonly EarlierKeys[] | undefined
}

/** A key pair that was replaced. */
export interface EarlierKeys {
  readonly signing: PublicJwk
  readonly opening: OpeningKey
}

/** A task the unit issued. */
export interface IssuedTask {
  readonly id: string
  readonly text: string
  readonly issuedAt: number
}

/** The unit, its users and the tasks it issued. */
export interface UnitStorage {
  get(): Promise<Result<StoredUnit | undefined, StorageError>>
  /** Sets the unit up with its first user; refused when there is one already. */
  add(unit: StoredUnit, lock: Lock): Promise<Result<void, StorageError>>
  /** Puts new keys in the place of the old; certificates of the old ones go. */
  changeKeys(next: Pick<StoredUnit, 'keys' | 'keyFile' | 'earlier'>): Promise<Result<void, StorageError>>
  /** Keeps what the units above say of the signing key. */
  setCertificates(certificates: readonly string[]): Promise<Result<void, StorageError>>
  markKeyFileSaved(at: number): Promise<Result<void, StorageError>>
  users(): Promise<Result<readonly string[], StorageError>>
  lockOf(user: string): Promise<Result<Lock, StorageError | AppError<'PASSPHRASE_WRONG'>>>
  putLock(lock: Lock): Promise<Result<void, StorageError>>
  tasks(): Promise<Result<readonly IssuedTask[], StorageError>>
  addTask(task: IssuedTask): Promise<Result<void, StorageError>>
}

const id = 'unit'
const keySchema = v.object({ privateKey: v.instance(CryptoKey), publicJwk: publicJwkSchema })
const rowSchema = v.object({
  unit: unitSchema,
  keys: v.object({ signing: keySchema, opening: keySchema }),
  keyFile: v.string(),
  keyFileSavedAt: v.optional(v.number()),
  certificates: v.optional(certificatesSchema),
  earlier: v.optional(v.array(v.object({ signing: publicJwkSchema, opening: keySchema }))),
})

/** The unit as its row says; its certificates go wherever its key signs. */
function storedUnitOf(stored: unknown): StoredUnit {
  const { certificates, keys, ...row } = v.parse(rowSchema, stored)
  const signing = certificates ? { ...keys.signing, certificates } : keys.signing
  return { ...row, keys: { ...keys, signing } }
}
const taskSchema = v.object({ id: v.string(), text: v.string(), issuedAt: v.number() })

/** The unit in its own IndexedDB. */
export function dexieUnitStorage(database: UnitDatabase): UnitStorage {
  const { unit, locks, tasks } = database
  return {
    get: () =>
      attempt('read', async () => {
        const stored = await unit.get(id)
        return stored === undefined ? undefined : storedUnitOf(stored)
      }),
    add: (row, lock) =>
      attempt('write', () =>
        database.transaction('rw', unit, locks, async () => {
          await unit.add({ id, ...row })
          await locks.add(lock)
        }),
      ),
    changeKeys: ({ keys, keyFile, earlier = [] }) =>
      attempt('write', async () => {
        await unit.update(id, { keys, keyFile, earlier, keyFileSavedAt: undefined, certificates: undefined })
      }),
    setCertificates: (certificates) =>
      attempt('write', async () => {
        await unit.update(id, { certificates: [...certificates] })
      }),
    markKeyFileSaved: (keyFileSavedAt) =>
      attempt('write', async () => {
        await unit.update(id, { keyFileSavedAt })
      }),
    users: () => attempt('read', () => locks.toCollection().primaryKeys()),
    async lockOf(user) {
      const stored = await attempt('read', () => locks.get(user))
      if (!stored.ok) return stored
      const lock = v.safeParse(lockSchema, stored.value)
      return lock.success ? ok(lock.output) : fail('PASSPHRASE_WRONG', {})
    },
    putLock: (lock) =>
      attempt('write', async () => {
        await locks.put(lock)
      }),
    tasks: () =>
      attempt('read', async () =>
        (await tasks.toArray())
          .flatMap((stored) => {
            const task = v.safeParse(taskSchema, stored)
            return task.success ? [task.output] : []
          })
          .sort((a, b) => b.issuedAt - a.issuedAt),
      ),
    addTask: (task) =>
      attempt('write', async () => {
        await tasks.add({ ...task })
      }),
  }
}
