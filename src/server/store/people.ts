import { sql } from 'kysely'
import type { Reader, Writer } from './database.ts'

/** Where a person stands in the totals of an organisation; who was set aside is counted by another. */
export type PersonState = 'received' | 'inReview' | 'returned' | 'passed' | 'reported' | 'setAside'

/** The newest submission of a person in an organisation, and where it stands. */
export interface PersonPlace {
  readonly orgId: string
  readonly recordId: string
  readonly digest: string
  readonly revision: number
  readonly state: PersonState
}

interface Standing {
  readonly digest: string
  readonly revision: number
  readonly state: string
}

const keyOf = (orgId: string, recordId: string): string => `${orgId} ${recordId}`

/** How many come to or leave each state of each organisation. */
function makeDeltas() {
  const deltas = new Map<string, { orgId: string; state: string; people: number }>()
  return {
    add(orgId: string, state: string, people: number): void {
      const key = keyOf(orgId, state)
      const known = deltas.get(key) ?? { orgId, state, people: 0 }
      deltas.set(key, { ...known, people: known.people + people })
    },
    list: () => [...deltas.values()].filter(({ people }) => people !== 0),
  }
}

async function addToCounts(writer: Writer, deltas: ReturnType<ReturnType<typeof makeDeltas>['list']>): Promise<void> {
  if (deltas.length === 0) return
  await writer
    .insertInto('people_count')
    .values(deltas.map(({ orgId, state, people }) => ({ org_id: orgId, state, people })))
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'state']).doUpdateSet({ people: sql<number>`people_count.people + excluded.people` }),
    )
    .execute()
}

/** Newer by the person's own count; of two that are equal the one whose digest is greater, as on every device. */
const isNewer = (place: Standing, standing: Standing): boolean =>
  place.revision === standing.revision ? place.digest >= standing.digest : place.revision > standing.revision

async function standingPeople(writer: Writer, places: readonly PersonPlace[]): Promise<Map<string, Standing>> {
  const rows = await writer
    .selectFrom('person')
    .selectAll()
    .where('org_id', 'in', [...new Set(places.map(({ orgId }) => orgId))])
    .where('record_id', 'in', [...new Set(places.map(({ recordId }) => recordId))])
    .execute()
  return new Map(rows.map((row) => [keyOf(row.org_id, row.record_id), row]))
}

/**
 * Puts people where they stand now and keeps the counts in the same transaction. An older revision that comes late
 * changes nothing. Up to a few hundred at once.
 */
export async function placePeople(writer: Writer, places: readonly PersonPlace[]): Promise<void> {
  if (places.length === 0) return
  const standing = await standingPeople(writer, places)
  const deltas = makeDeltas()
  const changed = new Map<string, PersonPlace>()
  for (const place of places) {
    const key = keyOf(place.orgId, place.recordId)
    const before = standing.get(key)
    if (before && !isNewer(place, before)) continue
    if (before) deltas.add(place.orgId, before.state, -1)
    deltas.add(place.orgId, place.state, 1)
    standing.set(key, place)
    changed.set(key, place)
  }
  if (changed.size === 0) return
  await writer
    .insertInto('person')
    .values(
      [...changed.values()].map(({ orgId, recordId, digest, revision, state }) => ({
        org_id: orgId,
        record_id: recordId,
        digest,
        revision,
        state,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'record_id']).doUpdateSet({
        digest: sql<string>`excluded.digest`,
        revision: sql<number>`excluded.revision`,
        state: sql<string>`excluded.state`,
      }),
    )
    .execute()
  await addToCounts(writer, deltas.list())
}

/** Moves one person on; the digest of the newest submission tells whether there is one. */
export async function movePerson(
  writer: Writer,
  { orgId, recordId }: Pick<PersonPlace, 'orgId' | 'recordId'>,
  state: PersonState,
): Promise<string | undefined> {
  const person = await writer
    .selectFrom('person')
    .select(['digest', 'state'])
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
    .executeTakeFirst()
  if (!person || person.state === state) return person?.digest
  await writer
    .updateTable('person')
    .set({ state })
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
    .execute()
  const deltas = makeDeltas()
  deltas.add(orgId, person.state, -1)
  deltas.add(orgId, state, 1)
  await addToCounts(writer, deltas.list())
  return person.digest
}

/** Takes a person out of the counts of an organisation. */
export async function removePerson(writer: Writer, orgId: string, recordId: string): Promise<void> {
  const gone = await writer
    .deleteFrom('person')
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
    .returning('state')
    .executeTakeFirst()
  if (gone) await addToCounts(writer, [{ orgId, state: gone.state, people: -1 }])
}

/** Record ids of people by the digest of their newest submission. */
export async function recordsByDigest(
  reader: Reader,
  orgId: string,
  digests: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (digests.length === 0) return new Map()
  const rows = await reader
    .selectFrom('person')
    .select(['digest', 'record_id'])
    .where('org_id', '=', orgId)
    .where('digest', 'in', [...digests])
    .execute()
  return new Map(rows.map(({ digest, record_id }) => [digest, record_id]))
}
