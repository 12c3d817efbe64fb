import type { Arrival, LogEnd } from '../store/look-for-arrivals.ts'
import { storeArrivals } from '../store/store-arrivals.ts'
import { storeArrivalsAtOnce } from '../store/store-at-once.ts'
import type { Store } from '../store/store.ts'
import type { Taken } from '../store/submissions.ts'

/** How many groups take the log first after another process was in between. */
const patientGroups = 16

/**
 * Stores groups, each on disk when it returns. On PostgreSQL at first without holding the log in between, which spares
 * most of the round trips as long as nobody else writes; who lost it to another process takes it first for a while.
 */
export function createGroupStore(store: Store['prompt']): (arrivals: readonly Arrival[]) => Promise<readonly Taken[]> {
  let patient = store.engine === 'postgres' ? 0 : Number.POSITIVE_INFINITY
  let end: LogEnd | undefined
  return async (arrivals) => {
    if (patient > 0) patient -= 1
    else {
      const stored = await storeArrivalsAtOnce(store.reader, arrivals, end)
      end = stored?.end
      if (stored) return stored.facts
      patient = patientGroups
    }
    return store.write((writer) => storeArrivals(writer, arrivals))
  }
}
