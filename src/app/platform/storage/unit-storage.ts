import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { certificatesSchema } from '#core/signed/signed-file.ts'
import { publicJwkSchema, type PublicJwk } from '#core/submission/submission.ts'
import { type OpeningKey, type Unit, type UnitKeys, unitSchema } from '#core/unit/unit.ts'
import { type Lock, lockSchema } from '#app/platform/unit/vault.ts'
import { attemptUnit as attempt, type UnitStoreError } from './attempt-kept.ts'
import type { StoredRow } from './caibao-database.ts'
import type { Surveyed } from './kept-storage.ts'
import type { UnitDatabase } from './unit-database.ts'
import { hearUsersChange, isSameLock, tellUsersChange, type UsersChange } from './users-channel.ts'

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
  get(): Promise<Result<StoredUnit | undefined, UnitStoreError>>
  /** Sets the unit up with its first user; refused when there is one already. */
  add(unit: StoredUnit, lock: Lock): Promise<Result<void, UnitStoreError>>
  /**
   * Puts new keys in the place of those in the old key file; certificates of the old ones go. Refused where another tab
   * has put new ones there: what is sealed to those would never open again.
   */
  changeKeys(
    next: Pick<StoredUnit, 'keys' | 'keyFile' | 'earlier'>,
    oldKeyFile: string,
  ): Promise<Result<void, UnitStoreError | AppError<'UNIT_KEYS_CHANGED'>>>
  /**
   * Keeps what the units above say of the signing key. Refused where another tab has put others there, or other keys,
   * since `seen` was read: neither would be noticed.
   */
  setCertificates(
    certificates: readonly string[],
    seen: Pick<StoredUnit, 'keys' | 'keyFile'>,
  ): Promise<Result<void, UnitStoreError | AppError<'UNIT_CERTIFICATES_CHANGED'>>>
  /** Notes that this key file was saved. Refused where another tab has put another in its place: that one was not. */
  markKeyFileSaved(at: number, keyFile: string): Promise<Result<void, UnitStoreError | AppError<'UNIT_KEYS_CHANGED'>>>
  users(): Promise<Result<readonly string[], UnitStoreError>>
  /** What opens the store for a user; one of another shape is refused, and left alone. */
  lockOf(user: string): Promise<Result<Lock, UnitStoreError | AppError<'PASSPHRASE_WRONG' | 'KEPT_UNREADABLE'>>>
  /** One more user, by one whose own lock stands; refused when somebody has the name. */
  addLock(lock: Lock, by: Lock): Promise<Result<void, UnitStoreError | AppError<'USER_NAME_TAKEN' | 'USER_REMOVED'>>>
  /** Another name or passphrase for a user; refused for who was removed meanwhile, and when somebody has the name. */
  changeLock(was: Lock, now: Lock): Promise<Result<void, UnitStoreError | AppError<'USER_NAME_TAKEN' | 'USER_REMOVED'>>>
  /** Takes a user's way into the store away, by one whose own lock stands; never the last one. The trace is kept with it. */
  removeLock(
    user: string,
    by: Lock,
    trace: StoredRow,
  ): Promise<Result<void, UnitStoreError | AppError<'USER_LAST' | 'USER_UNKNOWN' | 'USER_REMOVED'>>>
  /** Hears of every change of the users and of the unit's keys, whichever page made it. */
  onUsersChange(listener: (change: UsersChange) => void): void
  /** Tasks it issued, the last first; those of another shape are left alone. */
  tasks(): Promise<Result<Surveyed<IssuedTask>, UnitStoreError>>
  addTask(task: IssuedTask): Promise<Result<void, UnitStoreError>>
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

/** Certificates to be compared; none are as good as an empty list. */
const asText = (certificates: unknown): string => JSON.stringify(certificates ?? [])

const taskSchema = v.object({ id: v.string(), text: v.string(), issuedAt: v.number() })

/** The unit in its own IndexedDB. */
export function dexieUnitStorage(database: UnitDatabase): UnitStorage {
  const { unit, locks, tasks, kept } = database

  /** Inside a transaction: whether this very lock still opens the store. */
  async function stands(lock: Lock): Promise<boolean> {
    const stored = v.safeParse(lockSchema, await locks.get(lock.id))
    return stored.success && isSameLock(stored.output, lock)
  }

  /** Changes the unit where it still has this key file. */
  async function withKeyFile(keyFile: string, changes: object) {
    const changed = await attempt('write', () =>
      unit
        .where({ id })
        .and((row) => row['keyFile'] === keyFile)
        .modify(changes),
    )
    if (!changed.ok) return changed
    return changed.value === 1 ? ok(undefined) : fail('UNIT_KEYS_CHANGED', {})
  }

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
    async changeKeys({ keys, keyFile, earlier = [] }, oldKeyFile) {
      const next = { keys, keyFile, earlier, keyFileSavedAt: undefined, certificates: undefined }
      const changed = await withKeyFile(oldKeyFile, next)
      if (changed.ok) tellUsersChange(database)
      return changed
    },
    async setCertificates(certificates, { keys, keyFile }) {
      // What is there already is as good as written: two tabs may install the same file.
      const known = new Set([certificates, keys.signing.certificates].map(asText))
      const changed = await attempt('write', () =>
        unit
          .where({ id })
          .and((row) => row['keyFile'] === keyFile && known.has(asText(row['certificates'])))
          .modify({ certificates: [...certificates] }),
      )
      if (!changed.ok) return changed
      if (changed.value !== 1) return fail('UNIT_CERTIFICATES_CHANGED', {})
      tellUsersChange(database)
      return ok(undefined)
    },
    markKeyFileSaved: (keyFileSavedAt, keyFile) => withKeyFile(keyFile, { keyFileSavedAt }),
    users: () => attempt('read', () => locks.toCollection().primaryKeys()),
    async lockOf(user) {
      const stored = await attempt('read', () => locks.get(user))
      if (!stored.ok) return stored
      if (stored.value === undefined) return fail('PASSPHRASE_WRONG', {})
      const lock = v.safeParse(lockSchema, stored.value)
      return lock.success ? ok(lock.output) : fail('KEPT_UNREADABLE', {})
    },
    async addLock(lock, by) {
      const found = await attempt('write', () =>
        database.transaction('rw', locks, async () => {
          if (!(await stands(by))) return 'removed'
          if (await locks.get(lock.id)) return 'taken'
          await locks.add(lock)
          return 'done'
        }),
      )
      if (!found.ok) return found
      if (found.value === 'removed') return fail('USER_REMOVED', { name: by.id })
      if (found.value === 'taken') return fail('USER_NAME_TAKEN', { name: lock.id })
      tellUsersChange(database)
      return ok(undefined)
    },
    async changeLock(was, now) {
      const found = await attempt('write', () =>
        database.transaction('rw', locks, async () => {
          if (!(await stands(was))) return 'removed'
          if (now.id !== was.id && (await locks.get(now.id))) return 'taken'
          await locks.delete(was.id)
          await locks.add(now)
          return 'done'
        }),
      )
      if (!found.ok) return found
      if (found.value === 'removed') return fail('USER_REMOVED', { name: was.id })
      if (found.value === 'taken') return fail('USER_NAME_TAKEN', { name: now.id })
      tellUsersChange(database, { was, now })
      return ok(undefined)
    },
    async removeLock(user, by, trace) {
      // Two tabs may each remove the other's user: looked at in the transaction, one stays.
      const found = await attempt('write', () =>
        database.transaction('rw', locks, kept, async () => {
          if (!(await stands(by))) return 'removed'
          if ((await locks.where('id').equals(user).count()) === 0) return 'unknown'
          if ((await locks.where('id').notEqual(user).count()) === 0) return 'last'
          await locks.delete(user)
          await kept.add(trace)
          return 'done'
        }),
      )
      if (!found.ok) return found
      if (found.value === 'removed') return fail('USER_REMOVED', { name: by.id })
      // Renamed in another tab, whoever it is still opens this store.
      if (found.value === 'unknown') return fail('USER_UNKNOWN', { name: user })
      if (found.value === 'last') return fail('USER_LAST', { name: user })
      tellUsersChange(database)
      return ok(undefined)
    },
    onUsersChange: (listener) => hearUsersChange(database, listener),
    tasks: () =>
      attempt('read', async () => {
        const fitting: IssuedTask[] = []
        const unread: string[] = []
        for (const stored of await tasks.toArray()) {
          const task = v.safeParse(taskSchema, stored)
          if (task.success) fitting.push(task.output)
          else unread.push(String(stored['id']))
        }
        return { fitting: fitting.sort((a, b) => b.issuedAt - a.issuedAt), unread }
      }),
    addTask: (task) =>
      attempt('write', async () => {
        await tasks.add({ ...task })
      }),
  }
}
