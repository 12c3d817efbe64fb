import { deviceKeyId } from '#app/platform/keys/stored-key.ts'
import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'

const inFile: ReadonlySet<unknown> = new Set(['file', 'lockedInFile'])
const inFolder: ReadonlySet<unknown> = new Set(['folder', 'lockedInFolder'])

/** Copies, each with what is known of the backup that holds them: one that is sealed carries the signing key, too. */
export const withKeyNoted = <T extends object>(rows: readonly T[], holdsKey = false): T[] =>
  rows.map((row) => (holdsKey ? Object.assign(row, { holdsKey }) : row))

/**
 * Whether this device has a signing key that was read back in no backup. What earlier versions noted tells nothing of
 * it; the file of a folder is written over, and only the last counts.
 */
export async function isKeyOnlyHere({ keys, copies }: Pick<CaibaoDatabase, 'keys' | 'copies'>): Promise<boolean> {
  if (!(await keys.get(deviceKeyId))) return false
  const noted = await copies.toArray()
  const holds = (copy: StoredRow | undefined): boolean => copy?.['holdsKey'] === true
  const last = noted.findLast(({ kind }) => inFolder.has(kind))
  return !holds(last) && !noted.some((copy) => inFile.has(copy['kind']) && holds(copy))
}
