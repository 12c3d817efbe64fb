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
