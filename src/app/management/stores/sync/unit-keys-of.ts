import { calculateJwkThumbprint } from 'jose'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { deriveUnitSecret, type UnitSecret } from '#core/sync/unit-secret.ts'

type Keys = Pick<StoredUnit, 'keys' | 'earlier'>

/** Every key that may open what was sealed to the unit, the newest first. */
export const openingKeysOf = ({ keys, earlier = [] }: Keys): readonly OpeningKey[] => [
  keys.opening,
  ...earlier.map(({ opening }) => opening),
]

/** Thumbprints of the keys the unit signs with and signed with. */
export async function signersOf({ keys, earlier = [] }: Keys): Promise<ReadonlySet<string>> {
  const own = [keys.signing.publicJwk, ...earlier.map(({ signing }) => signing)]
  return new Set(await Promise.all(own.map((jwk) => calculateJwkThumbprint(jwk, 'sha256'))))
}

/** What only the devices of the unit know. */
export const unitSecretOf = ({ keys, earlier = [] }: Keys): Promise<UnitSecret> =>
  deriveUnitSecret(
    keys.opening,
    earlier.map(({ opening }) => opening),
  )
