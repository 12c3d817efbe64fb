import { sql } from 'kysely'
import type { Reader } from './database.ts'
import { inParts } from './given-rows.ts'
import {
  type Arrival,
  type Found,
  type FoundRow,
  foundIn,
  headVersion,
  type LogEnd,
  look,
  lookUp,
} from './look-for-arrivals.ts'
import { factsOf, freshOnes, writingOf } from './store-arrivals.ts'
import type { Taken } from './submissions.ts'

/** A group that is on disk, and where the log ends since. */
export interface StoredAtOnce {
  readonly facts: readonly Taken[]
  readonly end: LogEnd
}

const nothing: Omit<Found, 'end'> = { known: new Map(), erased: new Set(), standing: new Map() }

/** One statement that looks, and writes all if the log still ends there and nothing of the group is known or erased; else what it saw. */
async function writeUnknown(db: Reader, arrivals: readonly Arrival[], end: LogEnd): Promise<StoredAtOnce | Found> {
  const fresh = freshOnes(arrivals, nothing)
  const { statements, moveHead, head, stored } = writingOf(
    db,
    fresh,
    { ...nothing, end },
    sql`exists (select 1 from held)`,
  )
  const { rows } = await sql<FoundRow & { readonly held_version: string | null }>`
    with seen as materialized (${look(db, arrivals)}),
      held as (${moveHead} and ${headVersion(db)} = ${end.version}
        and not exists (select 1 from seen where coalesce(digest, person_org, erased_org) is not null)
        returning ${headVersion(db)} as held_version),
      ${inParts(statements)}
    select * from (select 1) as one left join held on true left join seen on held.held_version is null`.execute(db)
  const version = rows[0]?.held_version
  if (version === null || version === undefined) return foundIn(rows)
  return { facts: factsOf(arrivals, fresh, { ...nothing, known: stored }), end: { head, version } }
}

/** Writes what was looked up before, all or, when anybody has held the log since, nothing. */
async function writeFound(db: Reader, arrivals: readonly Arrival[], found: Found): Promise<StoredAtOnce | undefined> {
  const fresh = freshOnes(arrivals, found)
  const { known, end } = found
  if (fresh.size === 0) return { facts: factsOf(arrivals, fresh, found), end }
  const { statements, moveHead, head, stored } = writingOf(db, fresh, found, sql`exists (select 1 from held)`)
  const { rows } = await sql<{ readonly version: string }>`
    with held as (${moveHead} and ${headVersion(db)} = ${end.version} returning ${headVersion(db)} as version),
      ${inParts(statements)}
    select version from held`.execute(db)
  const [held] = rows
  return (
    held && {
      facts: factsOf(arrivals, fresh, { ...found, known: new Map([...known, ...stored]) }),
      end: { head, ...held },
    }
  )
}

/**
 * Stores a group on PostgreSQL as `storeArrivals` does, without holding the log from the first look on. `end`: where the
 * log ended when this process wrote last; while nobody else writes, and nothing of the group is known yet, it is stored
 * in one round trip, and in two otherwise. When anybody has held the log in between, nothing is written and nothing
 * answered.
 */
export async function storeArrivalsAtOnce(
  db: Reader,
  arrivals: readonly Arrival[],
  end?: LogEnd,
): Promise<StoredAtOnce | undefined> {
  const seen = end ? await writeUnknown(db, arrivals, end) : await lookUp(db, arrivals)
  return 'facts' in seen ? seen : writeFound(db, arrivals, seen)
}
