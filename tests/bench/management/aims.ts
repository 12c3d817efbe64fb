/** What the management edition is to reach, in words where it does not. */

const mostOfBare = 1.25
const longestTaskMs = 50
const longestCountMs = 1000
const longestRosterMs = 10_000

/** Receiving beside the bare write of the same bytes, and the page while it goes on, by what its tasks kept of a processor. */
export function missedInReceiving(
  what: string,
  { ms, bareMs, busiest }: { readonly ms: number; readonly bareMs: number; readonly busiest: number },
): readonly string[] {
  const ofBare = ms / bareMs
  return [
    // Nothing to compare with is nothing to miss.
    ...(bareMs === 0 || ofBare <= mostOfBare ? [] : [`${what}: ${ofBare.toFixed(2)} × bare, at most ${mostOfBare}`]),
    ...missedByTasks(what, busiest),
  ]
}

/** The page while something long goes on: no task of it longer than this. */
export const missedByTasks = (what: string, busiest: number): readonly string[] =>
  busiest <= longestTaskMs ? [] : [`${what}: a task of ${busiest} ms of a processor, at most ${longestTaskMs}`]

/** A table over everybody, once they are loaded. */
export const missedInCounting = (table: string, ms: number): readonly string[] =>
  ms < longestCountMs ? [] : [`count ${table}: ${ms.toFixed(0)} ms, less than ${longestCountMs}`]

/** A roster: ten thousand rows in seconds, more in as many times longer. */
export function missedInRoster(people: number, ms: number): readonly string[] {
  const longest = longestRosterMs * Math.max(1, people / 10_000)
  return ms <= longest
    ? []
    : [`roster of ${people}: ${(ms / 1000).toFixed(1)} s, at most ${(longest / 1000).toFixed(1)}`]
}
