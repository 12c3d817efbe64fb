import type { SchemeIdentity } from './bundle.ts'

const partsOf = (version: string): readonly number[] => version.split('.').map(Number)

/** Whether one version of a scheme is newer: part by part as numbers, `2012.10` after `2012.9`. */
export function isNewerVersion(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)]
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return false
}

type Named = Pick<SchemeIdentity, 'id' | 'version'>

/** How the scheme something was made with stands to the one in use here. */
export type SchemeRelation = 'same' | 'earlier' | 'newer' | 'other'

// What cannot be compared is nothing that was ever published.
const isComparable = (version: string): boolean => /^\d{1,9}(\.\d{1,9})*$/.test(version)

/** Tells an earlier and a newer version of the same scheme from another scheme, and from what is no version at all. */
export function schemeRelation(used: Named, ours: Named): SchemeRelation {
  if (used.id !== ours.id) return 'other'
  if (used.version === ours.version) return 'same'
  if (!isComparable(used.version) || !isComparable(ours.version)) return 'other'
  return isNewerVersion(used.version, ours.version) ? 'newer' : 'earlier'
}
