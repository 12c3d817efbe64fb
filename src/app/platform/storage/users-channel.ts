import { type Lock, lockSchema } from '#app/platform/unit/vault.ts'
import * as v from 'valibot'
import type { UnitDatabase } from './unit-database.ts'

const changeSchema = v.object({ was: v.optional(lockSchema), now: v.optional(lockSchema) })

/** Who may open the store has changed; of somebody who changed their own entry, what it was and what it is. */
export interface UsersChange {
  readonly was?: Lock | undefined
  readonly now?: Lock | undefined
}

const nameOf = ({ name }: Pick<UnitDatabase, 'name'>): string => `${name}-users`

/** Tells every page of this browser. */
export function tellUsersChange(database: Pick<UnitDatabase, 'name'>, change: UsersChange = {}): void {
  const channel = new BroadcastChannel(nameOf(database))
  channel.postMessage(change)
  channel.close()
}

/** Hears of it, whichever page did it. */
export function hearUsersChange(database: Pick<UnitDatabase, 'name'>, listener: (change: UsersChange) => void): void {
  const channel = new BroadcastChannel(nameOf(database))
  channel.addEventListener('message', ({ data }) => {
    const change = v.safeParse(changeSchema, data)
    if (change.success) listener(change.output)
  })
}

/** Whether a lock is this very one: whoever has the name again since has another. */
export const isSameLock = (a: Lock, b: Lock): boolean =>
  a.id === b.id && a.salt.length === b.salt.length && a.salt.every((byte, at) => byte === b.salt[at])
