import * as v from 'valibot'
import { readSubmission } from '#core/submission/read-submission.ts'
import { digestOfStep } from '#core/sync/pushed-step.ts'
import { pushedEventSchema } from '#core/sync/replication.ts'
import type { Reader, Writer } from './database.ts'
import { appendToLog } from './append-to-log.ts'
import { heldByOthers } from './digest-holders.ts'
import { insertMany } from './insert-many.ts'
import { holdLog } from './log.ts'
import { personKey, removePerson } from './people.ts'
import { ownersOfDigest } from './whose-digest.ts'

/**
 * Whose data is to go: by the id of the record or by any submission of it; in one organisation or in all. A case that
 * names no record, for only a pack tells of its person, goes by itself.
 */
export interface EraseOrder {
  readonly who: { readonly recordId: string } | { readonly digest: string } | Pick<CasePlace, 'caseId'>
  readonly orgId?: string
  /** Account of staff, or the server's own command. */
  readonly by: string
  readonly now: number
}

/** What was erased in one organisation, and which packs still hold the person. */
export interface ErasedRecord {
  readonly orgId: string
  readonly recordId: string
  readonly digests: readonly string[]
  readonly packs: readonly string[]
}

interface Place {
  readonly orgId: string
  readonly recordId: string
}

interface CasePlace extends Place {
  readonly caseId: string
}

/** Cases of people that only packs tell of: the level above does not count them, so its cases name no record. */
const casesFromPacks = (reader: Reader, recordId: string) =>
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

/** Organisations that have something of a record: what arrived, what came by hand or in a pack, and what is counted. */
async function orgsOfRecord(reader: Reader, recordId: string): Promise<readonly string[]> {
  const arrived = reader.selectFrom('submission').select('org_id').where('record_id', '=', recordId)
  const cases = reader.selectFrom('review_case').select('org_id').where('record_id', '=', recordId)
  const people = reader.selectFrom('person').select('org_id').where('record_id', '=', recordId)
  const inPacks = casesFromPacks(reader, recordId).select('review_case.org_id as org_id')
  const rows = await arrived.union(cases).union(people).union(inPacks).execute()
  return rows.map(({ org_id }) => org_id)
}

/** Organisations that have something with a digest. */
async function orgsOfDigest(reader: Reader, digest: string): Promise<readonly string[]> {
  const arrived = reader.selectFrom('submission').select('org_id').where('digest', '=', digest)
  const cases = reader.selectFrom('review_case').select('org_id').where('top_digest', '=', digest)
  const people = reader.selectFrom('person').select('org_id').where('digest', '=', digest)
  const corrected = reader.selectFrom('correction').select('org_id').where('digest', '=', digest)
  const rows = await arrived.union(cases).union(people).union(corrected).execute()
  return rows.map(({ org_id }) => org_id)
}

interface Found {
  readonly places: readonly (Place | CasePlace)[]
  readonly disputed: readonly Place[]
}

/** Where there is something of the person. */
async function placesOf(reader: Reader, { who, orgId }: EraseOrder): Promise<Found> {
  const isWanted = (found: string): boolean => orgId === undefined || found === orgId
  if ('caseId' in who)
    return { places: orgId === undefined ? [] : [{ orgId, recordId: '', caseId: who.caseId }], disputed: [] }
  if ('recordId' in who) {
    const orgs = await orgsOfRecord(reader, who.recordId)
    return { places: orgs.filter(isWanted).map((org) => ({ orgId: org, recordId: who.recordId })), disputed: [] }
  }
  const places = new Map<string, Place>()
  const disputed: Place[] = []
  for (const org of (await orgsOfDigest(reader, who.digest)).filter(isWanted)) {
    const owners = await ownersOfDigest(reader, org, who.digest)
    disputed.push(...owners.disputed.map((recordId) => ({ orgId: org, recordId })))
    for (const recordId of owners.records)
      for (const at of (await orgsOfRecord(reader, recordId)).filter(isWanted))
        places.set(personKey(at, recordId), { orgId: at, recordId })
  }
  return { places: [...places.values()], disputed }
}

const orNone = (values: readonly string[]): readonly string[] => (values.length > 0 ? values : [''])

interface Holdings {
  /** Digests of what arrived and of what the steps speak of. */
  readonly digests: ReadonlySet<string>
  /** Of these, what the unit itself says in the cases. */
  readonly told: ReadonlySet<string>
  readonly cases: readonly string[]
}

async function casesOf(reader: Reader, place: Place | CasePlace) {
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

async function holdingsOf(writer: Writer, place: Place | CasePlace): Promise<Holdings> {
  const { orgId, recordId } = place
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
    .select('event')
    .where('org_id', '=', orgId)
    .where('case_id', 'in', orNone(ids))
    .execute()
  const spokenOf = events.flatMap(({ event }) => digestOfStep(v.parse(pushedEventSchema, JSON.parse(event)).step) ?? [])
  const told = new Set([...cases.map(({ top_digest }) => top_digest), ...spokenOf])
  return { digests: new Set([...arrived.map(({ digest }) => digest), ...told]), told, cases: ids }
}

const pageSize = 100

/** Corrections of the record that no step speaks of yet; what a sealed one holds, only its unit can tell. */
async function strayCorrections(writer: Writer, { orgId, recordId }: Place): Promise<readonly string[]> {
  const found: string[] = []
  for (let after = 0; ;) {
    const rows = await writer
      .selectFrom('correction')
      .select(['position', 'digest', 'file'])
      .where('org_id', '=', orgId)
      .where('position', '>', after)
      .orderBy('position')
      .limit(pageSize)
      .execute()
    for (const { digest, file } of rows) {
      const read = await readSubmission(file)
      if (read.ok && read.value.content.record.id === recordId) found.push(digest)
    }
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return found
    after = last.position
  }
}

interface ErasedDigests {
  /** What nobody else holds. */
  readonly own: readonly string[]
  readonly all: readonly string[]
  readonly now: number
}

// By the record and not by the digest alone: a sealed file may claim the digest of somebody else's.
async function eraseSubmissions(
  writer: Writer,
  { orgId, recordId }: Place,
  { own, all, now }: ErasedDigests,
): Promise<readonly string[]> {
  const ofRecord = writer.selectFrom('submission').where('org_id', '=', orgId).where('record_id', '=', recordId)
  await writer.deleteFrom('original').where('position', 'in', ofRecord.select('position')).execute()
  await writer
    .deleteFrom('return_slip')
    .where('org_id', '=', orgId)
    .where('submission_digest', 'in', orNone(all))
    .where('device', 'in', ofRecord.select('device'))
    .execute()
  await writer.deleteFrom('correction').where('org_id', '=', orgId).where('digest', 'in', orNone(own)).execute()
  const gone = await writer
    .updateTable('submission')
    .set({ state: 'erased', state_at: now, issues: null })
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
    .where('state', '!=', 'erased')
    .returning('digest')
    .execute()
  return [...new Set(gone.map(({ digest }) => digest))]
}

async function eraseCases(writer: Writer, orgId: string, cases: readonly string[]): Promise<void> {
  if (cases.length === 0) return
  // The name of a case may be the person's own: not even the end of its trail stays.
  for (const table of ['review_event', 'presence', 'review_case'] as const)
    await writer.deleteFrom(table).where('org_id', '=', orgId).where('case_id', 'in', cases).execute()
}

/** The trace. Of a digest that somebody else holds too nobody else is told: it is not gone. */
async function noteErased(
  writer: Writer,
  { own, shared }: { readonly own: readonly string[]; readonly shared: readonly string[] },
  orgId: string,
  { by, now }: EraseOrder,
) {
  const entryOf = (kind: string) => (digest: string) => ({ at: now, kind, orgId, facts: { by, digest } })
  const places = await appendToLog(writer, [...own.map(entryOf('erased')), ...shared.map(entryOf('erasedClaim'))])
  const rows = own.map((digest, index) => ({ org_id: orgId, digest, position: places[index]?.position ?? 0 }))
  await insertMany(writer, 'erased', rows)
}

async function packsWith(reader: Reader, { recordId }: Place, digests: readonly string[]): Promise<readonly string[]> {
  const rows = await reader
    .selectFrom('pack_member')
    .select('pack_id')
    .distinct()
    .where((eb) =>
      eb.or([
        eb('record_id', '=', recordId),
        eb('digest', 'in', orNone(digests)),
        eb('first_digest', 'in', orNone(digests)),
      ]),
    )
    .limit(1000)
    .execute()
  return rows.map(({ pack_id }) => pack_id)
}

async function eraseAt(writer: Writer, place: Place | CasePlace, order: EraseOrder): Promise<ErasedRecord> {
  const { orgId, recordId } = place
  const { digests, told, cases } = await holdingsOf(writer, place)
  // A correction that no step speaks of names its record.
  const stray = 'caseId' in place ? [] : await strayCorrections(writer, place)
  const all = [...new Set([...digests, ...stray])]
  const before = await erasedDigests(writer, orgId, all)
  const fresh = all.filter((digest) => !before.has(digest))
  const held = await heldByOthers(writer, { orgId, recordId, digests: fresh, told, cases })
  const own = fresh.filter((digest) => !held.has(digest))
  const gone = await eraseSubmissions(writer, place, { own, all: fresh, now: order.now })
  const shared = gone.filter((digest) => held.has(digest))
  await eraseCases(writer, orgId, cases)
  await removePerson(writer, orgId, recordId)
  await noteErased(writer, { own, shared }, orgId, order)
  return {
    orgId,
    recordId,
    digests: [...own, ...shared],
    packs: await packsWith(
      writer,
      place,
      all.filter((digest) => !held.has(digest)),
    ),
  }
}

/** What came of an order to erase. */
export interface Erasing {
  readonly erased: readonly ErasedRecord[]
  /** Sealed files that claim the digest, of which the server cannot know whose it is: nothing of these was touched. */
  readonly disputed: readonly Place[]
}

/**
 * Erases what the server holds of one person in one transaction: the content goes, digests and the log stay, and an
 * entry says that it was so. Once more changes nothing; nobody known by that name gives nothing.
 */
export async function eraseRecord(writer: Writer, order: EraseOrder): Promise<Erasing> {
  await holdLog(writer)
  const { places, disputed } = await placesOf(writer, order)
  const erased: ErasedRecord[] = []
  for (const place of places) erased.push(await eraseAt(writer, place, order))
  return { erased, disputed }
}

/** Which of these submissions were erased in an organisation. */
export async function erasedDigests(
  reader: Reader,
  orgId: string,
  digests: readonly string[],
): Promise<ReadonlySet<string>> {
  if (digests.length === 0) return new Set()
  const rows = await reader
    .selectFrom('erased')
    .select('digest')
    .where('org_id', '=', orgId)
    .where('digest', 'in', digests)
    .execute()
  return new Set(rows.map(({ digest }) => digest))
}
