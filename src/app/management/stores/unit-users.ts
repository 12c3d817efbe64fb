import type { ShallowRef } from 'vue'
import type { KeptStorage } from '#app/platform/storage/kept-storage.ts'
import { isSameLock, type UsersChange } from '#app/platform/storage/users-channel.ts'
import type { UnitDesk } from '#app/platform/unit/open-unit-desk.ts'
import type { Lock, Vault } from '#app/platform/unit/vault.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { readUserName } from '#core/unit/user-name.ts'
import type { UserRemoval } from './user-removal.ts'

/** A user of the store on this device. */
export interface FirstUser {
  readonly user: string
  readonly passphrase: string
}

interface Clerks {
  readonly unitDesk: () => Promise<Pick<UnitDesk, 'units' | 'unlockVault'>>
  readonly users: ShallowRef<readonly string[]>
  readonly error: ShallowRef<AppError | undefined>
  /** The store while it is open, and the entry of who is here. */
  readonly entry: () =>
    | { readonly vault: Vault; readonly entry: Lock; readonly kept: Pick<KeptStorage, 'row'> }
    | undefined
  readonly now: () => number
  /** Who is here has another entry from now on. */
  readonly goBy: (entry: Lock) => void
}

/** Who opens the store on this device: added and removed by somebody whose own entry stands. */
export function makeUnitUsers({ unitDesk, users, error, entry, now: timeNow, goBy }: Clerks) {
  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  /** Whether the last step was taken; who the users are is read anew. */
  async function knowUsers(): Promise<boolean> {
    const known = await (await unitDesk()).units.users()
    users.value = known.ok ? known.value : users.value
    return error.value === undefined
  }

  /** What another page changed is seen here, too; who is here goes by the name they have by now. */
  async function follow({ was, now }: UsersChange): Promise<void> {
    const open = entry()
    if (open && was && now && isSameLock(open.entry, was)) goBy(now)
    await knowUsers()
  }

  /** One more user; a name that is taken stays with the passphrase it has. */
  async function add(typed: string, passphrase: string): Promise<boolean> {
    const name = keep(readUserName(typed))
    const open = entry()
    if (name === undefined || !open) return false
    const { units } = await unitDesk()
    keep(await units.addLock(await open.vault.lockFor(name, passphrase), open.entry))
    return knowUsers()
  }

  /** Another name or passphrase for who is here; what they did so far stays under the name it was done by. */
  async function changeOwn({ user: typed, passphrase }: FirstUser, present: string): Promise<boolean> {
    const name = keep(readUserName(typed))
    const open = entry()
    if (name === undefined || !open) return false
    const { units, unlockVault } = await unitDesk()
    if (!keep(await unlockVault(open.entry, present)) || !entry()) return false
    const now = await open.vault.lockFor(name, passphrase === '' ? present : passphrase)
    const changed = await units.changeLock(open.entry, now)
    keep(changed)
    if (changed.ok && entry()) goBy(now)
    return knowUsers()
  }

  /** Somebody else's passphrase opens the store no more; who saw to it, and when, stays. */
  async function remove(name: string): Promise<boolean> {
    const open = entry()
    if (!open || name === open.entry.id) return false
    const { units } = await unitDesk()
    const removal: UserRemoval = { id: crypto.randomUUID(), at: timeNow(), by: open.entry.id, user: name }
    const trace = await open.kept.row('userRemoval', removal.id, removal)
    keep(await units.removeLock(name, open.entry, trace))
    return knowUsers()
  }
  return { follow, add, changeOwn, remove }
}
