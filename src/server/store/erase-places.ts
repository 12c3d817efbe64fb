import type { SelectQueryBuilder } from 'kysely'
import type { Reader, Tables } from './database.ts'
import { personKey } from './people.ts'
import { ownersOfDigest } from './whose-digest.ts'

/** Where there is something of a person: an organisation, and the record. */
export interface Place {
  readonly orgId: string
  readonly recordId: string
}

/** The case of somebody whom only a pack told of: it names no record. */
interface CasePlace extends Place {
  readonly caseId: string
}

/** A correction that nothing else here tells of: no step speaks of it, and what a sealed one holds only its unit can tell. */
interface LonePlace extends Place {
  readonly correction: string
}

/** What an order to erase reaches, one by one. */
export type ErasePlace = Place | CasePlace | LonePlace

/**
 * Whose data is to go: by the id of the record or by any submission of it; in one organisation or in all. A case that
 * names no record, for only a pack tells of its person, goes by itself, and so does a correction nothing else tells of.
 */
export interface WhoseData {
  readonly who:
    | { readonly recordId: string }
    | { readonly digest: string }
    | Pick<CasePlace, 'caseId'>
    | Pick<LonePlace, 'correction' | 'recordId'>
  readonly orgId?: string
}

/** Cases of people that only packs tell of: the level above does not count them, so its cases name no record. */
export const casesFromPacks = (reader: Reader, recordId: string) =>
  reader
    .selectFrom('pack_member')
    .innerJoin('pack', 'pack.id', 'pack_member.pack_id')
    .innerJoin('review_case', (join) =>
      join
        .onRef('review_case.org_id', '=', 'pack.org_id')
        .onRef('review_case.top_digest', '=', 'pack_member.digest')
        .on('review_case.record_id', '=', ''),
    )
    .where('pack_member.record_id', '=', recordId)

/** People in packs that were taken over. */
export const peopleInPacks = (reader: Reader) =>
  reader
    .selectFrom('pack_member')
    .innerJoin('pack', 'pack.id', 'pack_member.pack_id')
    .where('pack.completed_at', 'is not', null)

/** Organisations that packs concern: those that have them, and those whose people they report. */
function concernedBy(people: ReturnType<typeof peopleInPacks>) {
  const reporting = people.select('pack.unit_org_id as org_id').where('pack.unit_org_id', 'is not', null)
  return people.select('pack.org_id as org_id').union(reporting.$narrowType<{ org_id: string }>())
}

/** The wanted organisation, or any. */
type Wanted = string | undefined

/**
 * Organisations that have something of a record: what arrived of it, what came by hand or in a pack, and what is counted.
 * Where one is wanted no other is looked at: that would be a walk over everybody.
 */
async function orgsOf(
  reader: Reader,
  recordId: string,
  orgId: Wanted,
  arrived: SelectQueryBuilder<Tables, 'submission', { org_id: string }>,
): Promise<readonly string[]> {
  const cases = reader.selectFrom('review_case').select('org_id').where('record_id', '=', recordId)
  const people = reader.selectFrom('person').select('org_id').where('record_id', '=', recordId)
  const fromPacks = casesFromPacks(reader, recordId).select('review_case.org_id as org_id')
  const inPacks = concernedBy(peopleInPacks(reader).where('record_id', '=', recordId))
  const rows = await arrived
    .union(cases.$if(orgId !== undefined, (query) => query.where('org_id', '=', orgId ?? '')))
    .union(people.$if(orgId !== undefined, (query) => query.where('org_id', '=', orgId ?? '')))
    .union(fromPacks)
    .union(inPacks)
    .execute()
  return rows.flatMap(({ org_id }) => (orgId === undefined || org_id === orgId ? org_id : []))
}

/** Organisations that have something of a record, also what was erased. */
async function orgsOfRecord(reader: Reader, recordId: string, orgId: Wanted): Promise<readonly string[]> {
  const arrived = reader.selectFrom('submission').select('org_id').where('record_id', '=', recordId)
  return orgsOf(reader, recordId, orgId, arrived)
}

/** Whether an organisation has something of a record that was not erased. */
export async function isHere(reader: Reader, recordId: string, orgId: string): Promise<boolean> {
  const arrived = reader.selectFrom('submission').select('org_id').where('record_id', '=', recordId)
  return (await orgsOf(reader, recordId, orgId, arrived.where('state', '!=', 'erased'))).length > 0
}

/** Organisations that have something with a digest. */
async function orgsOfDigest(reader: Reader, digest: string): Promise<readonly string[]> {
  const arrived = reader.selectFrom('submission').select('org_id').where('digest', '=', digest)
  const cases = reader.selectFrom('review_case').select('org_id').where('top_digest', '=', digest)
  const trails = reader.selectFrom('review_event').select('org_id').where('digest', '=', digest)
  const people = reader.selectFrom('person').select('org_id').where('digest', '=', digest)
  const corrected = reader.selectFrom('correction').select('org_id').where('digest', '=', digest)
  const inPacks = concernedBy(
    peopleInPacks(reader).where((eb) =>
      eb.or([eb('pack_member.digest', '=', digest), eb('pack_member.first_digest', '=', digest)]),
    ),
  )
  const rows = await arrived.union(cases).union(trails).union(people).union(corrected).union(inPacks).execute()
  return rows.map(({ org_id }) => org_id)
}

/** Where there is something of whom an order names, and where that cannot be known. */
export interface PlacesFound {
  readonly places: readonly ErasePlace[]
  /** Sealed files that claim the digest, of which the server cannot know whose it is: nothing of these was touched. */
  readonly disputed: readonly Place[]
}

async function hasCorrection(reader: Reader, orgId: string, digest: string): Promise<boolean> {
  const of = reader.selectFrom('correction').select('position').where('org_id', '=', orgId)
  return (await of.where('digest', '=', digest).executeTakeFirst()) !== undefined
}

async function placesOfDigest(reader: Reader, digest: string, wanted: Wanted): Promise<PlacesFound> {
  const places = new Map<string, ErasePlace>()
  const disputed: Place[] = []
  for (const orgId of await orgsOfDigest(reader, digest)) {
    if (wanted !== undefined && orgId !== wanted) continue
    const owners = await ownersOfDigest(reader, orgId, digest)
    disputed.push(...owners.disputed.map((recordId) => ({ orgId, recordId })))
    for (const recordId of owners.records)
      for (const at of await orgsOfRecord(reader, recordId, wanted))
        places.set(personKey(at, recordId), { orgId: at, recordId })
    for (const caseId of owners.cases) places.set(`${orgId} case ${caseId}`, { orgId, recordId: '', caseId })
    const isReached = owners.disputed.length > 0 || [...places.values()].some((place) => place.orgId === orgId)
    if (!isReached && (await hasCorrection(reader, orgId, digest)))
      places.set(orgId, { orgId, recordId: owners.records[0] ?? '', correction: digest })
  }
  return { places: [...places.values()], disputed }
}

/** Where there is something of the person. */
export async function placesOf(reader: Reader, { who, orgId }: WhoseData): Promise<PlacesFound> {
  if ('caseId' in who || 'correction' in who)
    return { places: orgId === undefined ? [] : [{ orgId, recordId: '', ...who }], disputed: [] }
  if ('digest' in who) return placesOfDigest(reader, who.digest, orgId)
  const orgs = await orgsOfRecord(reader, who.recordId, orgId)
  return { places: orgs.map((org) => ({ orgId: org, recordId: who.recordId })), disputed: [] }
}
