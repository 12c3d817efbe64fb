import type { Reader, Writer } from './database.ts'
import { learnSomeRecords } from './correction-records.ts'
import { casesFromPacks, type ErasePlace, peopleInPacks, type Place } from './erase-places.ts'

const orNone = (values: readonly string[]): readonly string[] => (values.length > 0 ? values : [''])

interface Holdings {
  /** Digests of what arrived and of what the steps speak of. */
  readonly digests: ReadonlySet<string>
  /** Of these, what the unit itself says in the cases. */
  readonly told: ReadonlySet<string>
  readonly cases: readonly string[]
}

async function casesOf(reader: Reader, place: ErasePlace) {
  const { orgId, recordId } = place
  const named = reader
    .selectFrom('review_case')
    .select(['case_id', 'top_digest'])
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
  if ('caseId' in place) return named.where('case_id', '=', place.caseId).execute()
  const fromPacks = casesFromPacks(reader, recordId)
    .select(['review_case.case_id', 'review_case.top_digest'])
    .where('review_case.org_id', '=', orgId)
  return [...(await named.execute()), ...(await fromPacks.execute())]
}

/** Corrections of the record that no step speaks of yet; what a sealed one holds, only its unit can tell. */
async function strayCorrections(writer: Writer, { orgId, recordId }: Place): Promise<readonly string[]> {
  while (await learnSomeRecords(writer));
  const rows = await writer
    .selectFrom('correction')
    .select('digest')
    .where('record_id', '=', recordId)
    .where('org_id', '=', orgId)
    .execute()
  return rows.map(({ digest }) => digest)
}

/** What packs say of a record, and what it is counted by: such a person may be known by nothing else. */
async function reportedOf(reader: Reader, { orgId, recordId }: Place): Promise<readonly string[]> {
  const inPacks = peopleInPacks(reader)
    .where('record_id', '=', recordId)
    .where((eb) => eb.or([eb('pack.org_id', '=', orgId), eb('pack.unit_org_id', '=', orgId)]))
  const counted = reader
    .selectFrom('person')
    .select('digest')
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
  const rows = await counted
    .union(inPacks.select('pack_member.digest as digest'))
    .union(inPacks.select('pack_member.first_digest as digest'))
    .execute()
  return rows.map(({ digest }) => digest)
}

/** What an organisation holds of somebody. */
export async function holdingsOf(writer: Writer, place: ErasePlace): Promise<Holdings> {
  const { orgId, recordId } = place
  if ('correction' in place) return { digests: new Set([place.correction]), told: new Set(), cases: [] }
  const arrived = await writer
    .selectFrom('submission')
    .select('digest')
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
    .execute()
  const cases = await casesOf(writer, place)
  const ids = [...new Set(cases.map(({ case_id }) => case_id))]
  const events = await writer
    .selectFrom('review_event')
    .select('digest')
    .where('org_id', '=', orgId)
    .where('case_id', 'in', orNone(ids))
    .execute()
  const spokenOf = events.flatMap(({ digest }) => digest ?? [])
  const told = new Set([...cases.map(({ top_digest }) => top_digest), ...spokenOf])
  const digests = new Set([...arrived.map(({ digest }) => digest), ...told])
  if ('caseId' in place) return { digests, told, cases: ids }
  // A correction that no step speaks of names its record.
  const others = [...(await reportedOf(writer, place)), ...(await strayCorrections(writer, place))]
  return { digests: new Set([...digests, ...others]), told, cases: ids }
}
