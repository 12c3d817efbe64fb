import * as v from 'valibot'

/** A row of another store, taken along with the members that store needs. */
export type CarriedRow = Readonly<Record<string, unknown>>

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const line = v.pipe(v.string(), v.maxLength(400))
const name = v.pipe(line, v.minLength(1))
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/**
 * What a row of each carried store must have to be stored and found again; the store that reads it believes
 * the signed text inside only as far as its signature.
 */
export const carriedRows = {
  revisions: v.looseObject({ draftId: name, revision: count }),
  tasks: v.looseObject({ id: name, text: v.string(), signer: name, acceptedAt: v.number() }),
  returnSlips: v.looseObject({
    id: name,
    draftId: name,
    text: v.string(),
    receivedAt: v.number(),
    answered: v.pipe(v.array(count), v.maxLength(5000)),
  }),
  outbox: v.looseObject({
    digest,
    draftId: name,
    personName: line,
    fileName: line,
    revision: count,
    text: v.string(),
    unitName: line,
    addedAt: v.number(),
    state: v.picklist(['waiting', 'held', 'delivered', 'returned', 'quarantined']),
    standing: v.looseObject({ name }),
  }),
  locks: v.looseObject({ id: name, savedAt: v.number() }),
} as const

/** The rows a reader of the backup would accept: one that is damaged here must not spoil the whole file. */
export function soundRows(store: keyof typeof carriedRows, rows: readonly CarriedRow[]): readonly CarriedRow[] {
  return rows.filter((row) => v.is(carriedRows[store], row))
}
