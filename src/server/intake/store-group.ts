import { type Arrival, storeArrivals, storeArrivalsAtOnce } from '../store/store-arrivals.ts'
import type { Store } from '../store/store.ts'
import type { StoredSubmission } from '../store/submissions.ts'

/** How many groups take the log first after another process was in between. */
const patientGroups = 16

/**
 * Stores groups, each on disk when it returns. On PostgreSQL at first without holding the log in between, which spares
 * three of five round trips as long as nobody else writes; who lost it to another process takes it first for a while.
 */
export function createGroupStore(store: Store): (arrivals: readonly Arrival[]) => Promise<readonly StoredSubmission[]> {
  let patient = store.engine === 'postgres' ? 0 : Number.POSITIVE_INFINITY
  return async (arrivals) => {
    if (patient > 0) patient -= 1
    else {
      const stored = await storeArrivalsAtOnce(store.reader, arrivals)
      if (stored) return stored
      patient = patientGroups
    }
    return store.write((writer) => storeArrivals(writer, arrivals))
  }
}
