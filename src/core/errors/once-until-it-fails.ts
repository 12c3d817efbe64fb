/** Makes a thing when it is first asked for and keeps it; one that could not be made is made anew for who asks next. */
export function onceUntilItFails<T>(make: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined
  return () => {
    if (kept) return kept
    const making = make()
    kept = making
    making.catch(() => (kept = undefined))
    return making
  }
}
