import * as v from 'valibot'
import { personOrders } from './person-order.ts'

const columns = v.array(v.strictObject({ sheet: v.string(), field: v.string() }))

/** Sheets of paper a roster is printed on, lying on their side. */
export const rosterPapers = ['a4', 'a3'] as const

const look = { columns, order: v.picklist(personOrders), paper: v.picklist(rosterPapers) }

/** Shape of a printed roster as the unit remembers it. */
export const rosterPrintSchema = v.object({
  id: v.string(),
  /** Binds the paper to its data; see `rosterDigest`. */
  digest: v.string(),
  count: v.number(),
  at: v.number(),
  by: v.string(),
  /**
   * Prints in whose place this one counts, by their names: those that were not understood when it was made, and those
   * made before it by a clock that was ahead.
   */
  supersedes: v.exactOptional(v.array(v.string())),
  ...look,
})

/** A roster that was put on paper: which data, how many people, when, by whom. */
export type RosterPrinted = v.InferOutput<typeof rosterPrintSchema>

/** Shape of a saved layout. */
export const rosterLayoutSchema = v.object({ id: v.string(), name: v.string(), ...look })

/** How a roster looks: columns, order, paper; kept under a name. */
export type RosterLayout = v.InferOutput<typeof rosterLayoutSchema>

/** Why people cannot be reported beside the roster that was printed. */
export type RosterObstacle =
  | { readonly why: 'notPrinted' }
  /** M12 and M13: the data is not what stands on the stamped paper. */
  | { readonly why: 'changed'; readonly reported: number; readonly printed: number }
  /** Prints that are not understood: the last one may be among them, and of other data than this. */
  | { readonly why: 'unread'; readonly count: number }

/**
 * Whether the stamped roster shows exactly the people to be reported (M12, M13): the last one printed counts. `unread` are
 * the names of prints that are not understood; one that was made after they were found takes their place.
 */
export function rosterObstacle(
  prints: readonly RosterPrinted[],
  digest: string,
  reported: number,
  unread: readonly string[] = [],
): RosterObstacle | undefined {
  const superseded = new Set(prints.flatMap(({ supersedes = [] }) => supersedes))
  const open = unread.filter((id) => !superseded.has(id)).length
  const last = prints
    .filter(({ id }) => !superseded.has(id))
    .sort((a, b) => a.at - b.at)
    .at(-1)
  // A later reprint of the same data is the same roster.
  if (last && last.digest !== digest) return { why: 'changed', reported, printed: last.count }
  if (open > 0) return { why: 'unread', count: open }
  return last ? undefined : { why: 'notPrinted' }
}
