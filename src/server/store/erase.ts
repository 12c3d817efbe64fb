import type { ExpressionBuilder } from 'kysely'
import type { Reader, Tables, Writer } from './database.ts'
import { appendToLog } from './append-to-log.ts'
import { heldByOthers } from './digest-holders.ts'
import { holdingsOf } from './erase-holdings.ts'
import {
  type ErasePlace,
  peopleInPacks,
  type Place,
  placesOf,
  type PlacesFound,
  type WhoseData,
} from './erase-places.ts'
import { insertMany } from './insert-many.ts'
import { holdLog } from './log.ts'
import type { LogKind } from './log-kinds.ts'
import { pathsOf } from './org-tree.ts'
import { forgetInPastPacks, isPackHere } from './past-packs.ts'
import { removePerson } from './people.ts'

/** Whose data is to go, and who says so. */
export interface EraseOrder extends WhoseData {
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

const orNone = (values: readonly string[]): readonly string[] => (values.length > 0 ? values : [''])

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
  const entryOf = (kind: LogKind) => (digest: string) => ({ at: now, kind, orgId, facts: { by, digest } })
  const places = await appendToLog(writer, [...own.map(entryOf('erased')), ...shared.map(entryOf('erasedClaim'))])
  const rows = own.map((digest, index) => ({ org_id: orgId, digest, position: places[index]?.position ?? 0 }))
  await insertMany(writer, 'erased', rows)
}

const hasAnyOf = (member: ExpressionBuilder<Tables, 'pack_member'>, digests: readonly string[]) =>
  member.or([
    member('pack_member.digest', 'in', orNone(digests)),
    member('pack_member.first_digest', 'in', orNone(digests)),
  ])

/**
 * Packs that still hold the person, as far as they are this organisation's to know: what it received or reported, and
 * what one above it sent on with the same submission. Whom another branch reports is no business of it.
 */
async function packsWith(
  reader: Reader,
  { orgId, recordId }: Place,
  digests: readonly string[],
): Promise<readonly string[]> {
  const path = (await pathsOf(reader, [orgId])).get(orgId) ?? ''
  const above = path.split('/').filter((id) => id !== '' && id !== orgId)
  const rows = await peopleInPacks(reader)
    .select('pack_member.pack_id')
    .distinct()
    .where((eb) => eb.or([eb('pack_member.record_id', '=', recordId), hasAnyOf(eb, digests)]))
    .where((eb) =>
      eb.or([
        eb('pack.org_id', '=', orgId),
        eb('pack.unit_org_id', '=', orgId),
        eb.and([eb('pack.from_org_id', 'in', orNone(above)), hasAnyOf(eb, digests)]),
      ]),
    )
    .where(isPackHere)
    .limit(1000)
    .execute()
  return rows.map(({ pack_id }) => pack_id)
}

async function eraseAt(writer: Writer, place: ErasePlace, order: EraseOrder): Promise<ErasedRecord> {
  const { orgId, recordId } = place
  const { digests, told, cases } = await holdingsOf(writer, place)
  const all = [...digests]
  const before = await erasedDigests(writer, orgId, all)
  const fresh = all.filter((digest) => !before.has(digest))
  const held = await heldByOthers(writer, { orgId, recordId, digests: fresh, told, cases })
  const own = fresh.filter((digest) => !held.has(digest))
  const gone = await eraseSubmissions(writer, place, { own, all: fresh, now: order.now })
  const shared = gone.filter((digest) => held.has(digest))
  await eraseCases(writer, orgId, cases)
  await removePerson(writer, orgId, recordId)
  await forgetInPastPacks(writer, place, own)
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
export interface Erasing extends Pick<PlacesFound, 'disputed'> {
  readonly erased: readonly ErasedRecord[]
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
