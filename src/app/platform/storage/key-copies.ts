import type { Table } from 'dexie'
import { deviceKeyId } from '#app/platform/keys/stored-key.ts'
import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'
import type { CopyPlace } from './locked-copies.ts'

// Of no draft, and of kinds of their own: they go with no record, and who reads of records passes over them.
const kinds = { file: 'keyInFile', folder: 'keyInFolder' } as const

/** How the signing key is lost with this device: no backup that was read back carries it, or none ever can. */
export type KeyLoss = 'notInBackup' | 'cannotLeave'

/** Notes which signing key, by its x, a backup carries that was read back. */
export async function noteKey(
  copies: Table<StoredRow, number>,
  { place, heldKey }: { readonly place: CopyPlace; readonly heldKey: string | undefined },
): Promise<void> {
  const isOfPlace = ({ kind }: StoredRow): boolean => kind === kinds[place]
  // The file of a folder is written over, and only the last counts; of other files each stays what it is.
  await copies.filter((row) => isOfPlace(row) && (place === 'folder' || row['x'] === heldKey)).delete()
  if (heldKey !== undefined) await copies.add({ kind: kinds[place], x: heldKey })
}

/** How the signing key of this device would be lost with it; nothing when there is none, or a backup carries it. */
export async function keyLoss({ keys, copies }: Pick<CaibaoDatabase, 'keys' | 'copies'>): Promise<KeyLoss | undefined> {
  const key = await keys.get(deviceKeyId)
  if (!key) return undefined
  if (!key.spare) return 'cannotLeave'
  const { x } = await crypto.subtle.exportKey('jwk', key.publicKey)
  const isHeld = (row: StoredRow): boolean => Object.values<unknown>(kinds).includes(row['kind']) && row['x'] === x
  return (await copies.filter(isHeld).count()) > 0 ? undefined : 'notInBackup'
}
