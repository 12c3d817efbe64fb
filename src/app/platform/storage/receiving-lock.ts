/** What is named so is held by a receiving under way, in whichever tab. */
export const receivingLock = 'caibao-receiving-'

/** Holds a lock of the browser until it is let go of: a kill lets go of it too. */
export function holdLock(name: string): { readonly granted: Promise<void>; readonly letGo: () => void } {
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const granted = new Promise<void>((resolve) => {
    if (!('locks' in navigator)) return resolve()
    const holding = navigator.locks.request(name, () => {
      resolve()
      return held
    })
    // Refused, it protects nothing, and what is written is looked at again before it counts.
    holding.catch(() => resolve())
  })
  return { granted, letGo }
}

/** Names of all locks that are held now. */
export async function heldLocks(): Promise<ReadonlySet<string>> {
  const { held = [] } = 'locks' in navigator ? await navigator.locks.query() : {}
  return new Set(held.flatMap(({ name }) => name ?? []))
}
