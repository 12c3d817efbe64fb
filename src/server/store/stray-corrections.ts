import type { Reader } from './database.ts'

const pageSize = 200

/**
 * Corrections that no step speaks of, with when they came: their step met another, and was made anew about another file.
 * Whose a sealed one is only its unit can tell: it names no record.
 */
export const strayCorrections = (reader: Reader) =>
  reader
    .selectFrom('correction')
    .innerJoin('log_entry', 'log_entry.position', 'correction.position')
    .select(['correction.position', 'correction.org_id as orgId', 'correction.digest', 'log_entry.at'])
    .select((eb) => eb.fn.coalesce('correction.record_id', eb.val('')).as('recordId'))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('review_event')
            .select('review_event.position')
            .whereRef('review_event.org_id', '=', 'correction.org_id')
            .whereRef('review_event.digest', '=', 'correction.digest'),
        ),
      ),
    )

/** All of them, page by page in the order of the log. */
export async function* eachStrayCorrection(reader: Reader) {
  for (let after = 0; ;) {
    const rows = await strayCorrections(reader)
      .where('correction.position', '>', after)
      .orderBy('correction.position')
      .limit(pageSize)
      .execute()
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return
    after = last.position
  }
}
