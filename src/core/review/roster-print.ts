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

/** Whether the stamped roster shows exactly the people to be reported (M12, M13): the last one printed counts. */
export function rosterObstacle(
  prints: readonly RosterPrinted[],
  digest: string,
  reported: number,
): RosterObstacle | undefined {
  const last = [...prints].sort((a, b) => a.at - b.at).at(-1)
  if (!last) return { why: 'notPrinted' }
  // A later reprint of the same data is the same roster.
  return last.digest === digest ? undefined : { why: 'changed', reported, printed: last.count }
}
