// A file dialog that somebody left open looks like work, too, and does not keep the store open for longer: by the clock on
// the wall, which goes on while the computer sleeps.
const longestMs = 30 * 60_000
const begun = new Map<symbol, number>()

/** Whether something runs for which the store of the unit must stay open. */
export const isLongWorkUnderWay = (): boolean => [...begun.values()].some((since) => Date.now() - since < longestMs)

/** The same work, which is not cut off by locking: what locks by itself waits for its end. */
export const asLongWork =
  <Wishes extends unknown[], Done>(work: (...wishes: Wishes) => Promise<Done>) =>
  async (...wishes: Wishes): Promise<Done> => {
    const id = Symbol('work')
    begun.set(id, Date.now())
    try {
      return await work(...wishes)
    } finally {
      begun.delete(id)
    }
  }
