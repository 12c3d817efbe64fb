/**
 * Work under a lock, told whether the lock is its own. Where a browser has no locks, or refuses them with all that it
 * keeps of a site, the work is done all the same.
 */
export async function underLock<T>(
  name: string,
  options: LockOptions,
  work: (isMine: boolean) => Promise<T>,
): Promise<T> {
  let running: Promise<T> | undefined
  const begin = (lock: Lock | null): Promise<T> => (running = work(lock !== null))
  try {
    return await navigator.locks.request(name, options, begin)
  } catch {
    // What failed under the lock tells itself why.
    return running ?? work(true)
  }
}

/** One tab at a time does what has this name, in the order they asked; where a browser has no locks, all do. */
export const inOneTab = <T>(name: string, work: () => Promise<T>): Promise<T> => underLock(name, {}, work)
