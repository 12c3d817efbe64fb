/** The list from before while it holds the very same things: what hangs on it then need not look again. */
export function sameItems<T>(before: readonly T[] | undefined, now: readonly T[]): readonly T[] {
  const isSame = before?.length === now.length && now.every((item, index) => item === before[index])
  return isSame ? before : now
}
