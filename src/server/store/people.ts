import { type RawBuilder, sql } from 'kysely'
import { hashOf } from '../access/secrets.ts'
import type { Reader, Writer } from './database.ts'
import { givenRows, insertGiven, runTogether } from './given-rows.ts'

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

/** Where a person stood before. */
export interface Standing {
  readonly digest: string
  readonly revision: number
  readonly state: string
}

/** Names a person of an organisation in a map. */
export const personKey = (orgId: string, recordId: string): string => `${orgId} ${recordId}`

/** How many come to or leave each state of each organisation. */
function makeDeltas() {
  const deltas = new Map<string, { orgId: string; state: string; people: number }>()
  return {
    add(orgId: string, state: string, people: number): void {
      const key = `${orgId} ${state}`
      const known = deltas.get(key) ?? { orgId, state, people: 0 }
      deltas.set(key, { ...known, people: known.people + people })
    },
    list: () => [...deltas.values()].filter(({ people }) => people !== 0),
  }
}

function countStatement(
  writer: Reader,
  deltas: readonly { readonly orgId: string; readonly state: string; readonly people: number }[],
  onlyIf?: RawBuilder<unknown>,
): readonly RawBuilder<unknown>[] {
  if (deltas.length === 0) return []
  const rows = deltas.map(({ orgId, state, people }) => ({ org_id: orgId, state, people }))
  return [
    sql`${insertGiven(writer, 'people_count', rows, onlyIf)}
      on conflict (org_id, state) do update set people = people_count.people + excluded.people`,
  ]
}

const addToCounts = (writer: Writer, deltas: Parameters<typeof countStatement>[1]): Promise<void> =>
  runTogether(writer, countStatement(writer, deltas))

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
  return new Map(rows.map((row) => [personKey(row.org_id, row.record_id), row]))
}

/**
 * How people come to stand where they stand now, with the counts. An older revision that comes late changes nothing.
 * `standing`: where they stood before, by {@link personKey}. `onlyIf`: what must hold for anything to be written.
 */
export function placingPeople(
  writer: Reader,
  places: readonly PersonPlace[],
  standing: ReadonlyMap<string, Standing>,
  onlyIf?: RawBuilder<unknown>,
): readonly RawBuilder<unknown>[] {
  const deltas = makeDeltas()
  const changed = new Map<string, PersonPlace>()
  for (const place of places) {
    const key = personKey(place.orgId, place.recordId)
    const before = changed.get(key) ?? standing.get(key)
    if (before && !isNewer(place, before)) continue
    if (before) deltas.add(place.orgId, before.state, -1)
    deltas.add(place.orgId, place.state, 1)
    changed.set(key, place)
  }
  if (changed.size === 0) return []
  const rows = [...changed.values()].map(({ orgId, recordId, digest, revision, state }) => ({
    org_id: orgId,
    record_id: recordId,
    digest,
    revision,
    state,
  }))
  return [
    sql`${insertGiven(writer, 'person', rows, onlyIf)}
      on conflict (org_id, record_id)
      do update set digest = excluded.digest, revision = excluded.revision, state = excluded.state`,
    ...countStatement(writer, deltas.list(), onlyIf),
  ]
}

/** Puts people where they stand now and keeps the counts in the same transaction. Up to a few hundred at once. */
export async function placePeople(writer: Writer, places: readonly PersonPlace[]): Promise<void> {
  if (places.length === 0) return
  await runTogether(writer, placingPeople(writer, places, await standingPeople(writer, places)))
}

/**
 * Moves one person on, with `digest` only when that is the newest submission; the digest of the newest one tells whether
 * there is one.
 */
export async function movePerson(
  writer: Writer,
  { orgId, recordId, digest }: Pick<PersonPlace, 'orgId' | 'recordId'> & { readonly digest?: string },
  state: PersonState,
): Promise<string | undefined> {
  const person = await writer
    .selectFrom('person')
    .select(['digest', 'state'])
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
    .executeTakeFirst()
  const isOlder = digest !== undefined && digest !== person?.digest
  if (!person || isOlder || person.state === state) return person?.digest
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

/** Moves those of an organisation on who stand in one state, with one change of the counts. Up to a few hundred at once. */
export async function movePeople(
  writer: Writer,
  { orgId, recordIds }: { readonly orgId: string; readonly recordIds: readonly string[] },
  { from, to }: Readonly<Record<'from' | 'to', PersonState>>,
): Promise<void> {
  if (recordIds.length === 0) return
  const rows = recordIds.map((recordId) => ({ record_id: recordId }))
  const { numUpdatedRows } = await writer
    .updateTable('person')
    .from(sql<{ record_id: string }>`(${givenRows(writer, rows)})`.as('given'))
    .set({ state: to })
    .where('person.org_id', '=', orgId)
    .whereRef('person.record_id', '=', 'given.record_id')
    .where('person.state', '=', from)
    .executeTakeFirstOrThrow()
  const people = Number(numUpdatedRows)
  const deltas = makeDeltas()
  deltas.add(orgId, from, -people)
  deltas.add(orgId, to, people)
  await addToCounts(writer, deltas.list())
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

const casePrefix = 'case:'

/** Stands for the record of a person whom only a case tells of: their file came by hand and is on no server. */
export const recordOfCase = (caseId: string): string => `${casePrefix}${hashOf(caseId)}`

/** Whether it stands for somebody whom only a case tells of. */
export const isRecordOfCase = (recordId: string): boolean => recordId.startsWith(casePrefix)

/** Somebody whose newest submission has a digest, or claims it. */
export interface DigestHolder {
  readonly recordId: string
  /**
   * How the server knows: it has read the payload itself, in a file or in a pack; a case says so; or a sealed file does,
   * and it was signed by this key.
   */
  readonly proof: 'read' | 'case' | { readonly device: string }
}

/**
 * People by the digest of their newest submission, in the order in which their files came. A sealed file may claim
 * anybody's digest: whom it moves is for the caller to prove.
 */
export async function holdersByDigest(
  reader: Reader,
  orgId: string,
  digests: readonly string[],
): Promise<ReadonlyMap<string, readonly DigestHolder[]>> {
  if (digests.length === 0) return new Map()
  const rows = await reader
    .selectFrom('person')
    .leftJoin('submission', (join) =>
      join
        .onRef('submission.digest', '=', 'person.digest')
        .onRef('submission.org_id', '=', 'person.org_id')
        .onRef('submission.record_id', '=', 'person.record_id'),
    )
    .select(['person.digest', 'person.record_id', 'submission.is_sealed', 'submission.device'])
    .where('person.org_id', '=', orgId)
    .where('person.digest', 'in', [...digests])
    .orderBy('submission.position')
    .execute()
  const found = new Map<string, DigestHolder[]>()
  for (const { digest, record_id: recordId, is_sealed: isSealed, device } of rows) {
    const withoutFile = isRecordOfCase(recordId) ? 'case' : 'read'
    const proof = device === null ? withoutFile : isSealed === 0 ? 'read' : { device }
    const known = found.get(digest)
    if (known) known.push({ recordId, proof })
    else found.set(digest, [{ recordId, proof }])
  }
  return found
}
