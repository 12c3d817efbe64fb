import type { LoadResult } from './load.ts'

/** What was measured of one database, in the same run. */
export interface Measured {
  /** Single uploads over 32 connections. */
  readonly at32: LoadResult
  /** A server that only verifies one signature and inserts one row, over as many. */
  readonly thinAt32: LoadResult
  readonly batched: LoadResult
}

const slowestTail = 3
const leastOfBatches = 3

/** The aims that do not hold, each with how far it is off. */
export function missedAims(database: string, { at32, thinAt32, batched }: Measured): readonly string[] {
  const ofThin = at32.perSecond / thinAt32.perSecond
  const tail = at32.p99Ms / at32.p50Ms
  const ofSingle = batched.perSecond / at32.perSecond
  // What was not measured at all, as where nothing came through, holds nothing.
  const aims = [
    { holds: ofThin >= 1, what: `32 connections, ${ofThin.toFixed(2)} × thin, at least 1` },
    { holds: tail <= slowestTail, what: `32 connections, p99 ${tail.toFixed(1)} × p50, at most ${slowestTail}` },
    { holds: ofSingle >= leastOfBatches, what: `batches, ${ofSingle.toFixed(2)} × single, at least ${leastOfBatches}` },
  ]
  return aims.flatMap(({ holds, what }) => (holds ? [] : [`${database}: ${what}`]))
}
