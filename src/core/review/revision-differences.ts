import { rowsAfter } from '#core/record/compare-records.ts'
import { type PersonRecord, type Row, rowSheets } from '#core/record/record.ts'

/** What two revisions of a record do not have in common: a field of an entry both have, or an entry that one has. */
export interface RevisionDifference {
  /** Stable name among all of this comparison. */
  readonly key: string
  readonly sheet: string
  /** Place of the row in the first, from 0; absent where it has no such entry. */
  readonly here?: number
  /** The same in the second. */
  readonly there?: number
  /** Absent where a whole row is meant. */
  readonly field?: string
  readonly before?: string | Row
  readonly after?: string | Row
}

const fieldsOf = (one: Row, other: Row): readonly string[] => [...new Set([...Object.keys(one), ...Object.keys(other)])]
const differing = (one: Row, other: Row): readonly string[] =>
  fieldsOf(one, other).filter((field) => (one[field] ?? '') !== (other[field] ?? ''))

/** How many more values two rows have in common than not; below nothing they are two entries. */
function likeness(one: Row, other: Row): number {
  const apart = differing(one, other).length
  return fieldsOf(one, other).length - apart - (apart === 1 ? 0 : apart)
}

/** Rows of the first beside those of the second that are the same entry: what merely stands at one place is not. */
function entriesOf(here: readonly Row[], there: readonly Row[]): ReadonlyMap<number, number> {
  const entries = new Map<number, number>()
  const isAlike = (at: number, to: number): boolean => likeness(here[at] ?? {}, there[to] ?? {}) >= 0
  for (const [at, to] of rowsAfter(here, there)) if (isAlike(at, to)) entries.set(at, to)
  const left = new Set(there.keys())
  for (const to of entries.values()) left.delete(to)
  for (const [at, row] of here.entries()) {
    if (entries.has(at)) continue
    const likely = [...left].filter((to) => isAlike(at, to))
    const [best] = likely.sort((a, b) => likeness(row, there[b] ?? {}) - likeness(row, there[a] ?? {}))
    if (best === undefined) continue
    entries.set(at, best)
    left.delete(best)
  }
  return entries
}

/** Fields of one entry that differ. */
function inEntry(sheet: string, [here, before]: [number, Row], [there, after]: [number, Row]) {
  return differing(before, after).map((field): RevisionDifference => ({
    key: `${sheet}[${here}]~[${there}].${field}`,
    sheet,
    here,
    there,
    field,
    before: before[field] ?? '',
    after: after[field] ?? '',
  }))
}

function inSheet(sheet: string, rows: readonly Row[], others: readonly Row[]): readonly RevisionDifference[] {
  const entries = entriesOf(rows, others)
  const known = new Set(entries.values())
  const kept = rows.flatMap((before, here) => {
    const there = entries.get(here)
    if (there === undefined) return [{ key: `${sheet}[${here}]~[]`, sheet, here, before }]
    return inEntry(sheet, [here, before], [there, others[there] ?? {}])
  })
  const added = others.flatMap((after, there) =>
    known.has(there) ? [] : [{ key: `${sheet}[]~[${there}]`, sheet, there, after }],
  )
  return [...kept, ...added]
}

/** What differs between two revisions, entry by entry, wherever each stands. */
export const revisionDifferences = (before: PersonRecord, after: PersonRecord): readonly RevisionDifference[] => [
  ...inEntry('basic', [0, before.basic], [0, after.basic]),
  ...rowSheets.flatMap((sheet) => inSheet(sheet, before[sheet], after[sheet])),
]

/** Whether two revisions without a difference have some of their entries in another order. */
export const isOtherOrder = (before: PersonRecord, after: PersonRecord): boolean =>
  rowSheets.some((sheet) => before[sheet].some((row, at) => differing(row, after[sheet][at] ?? {}).length > 0))
