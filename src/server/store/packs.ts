import { type Selectable, sql } from 'kysely'
import { packChunkBytes, type PackUpload } from '#core/sync/pack-uploads.ts'
import type { Reader, Writer } from './database.ts'
import { newId } from './new-id.ts'
import type { ReplicationTables } from './replication-tables.ts'

/** A pack as it is stored. */
export type PackRow = Selectable<ReplicationTables['pack']>

/** A pack someone begins to upload. */
export interface NewPack {
  readonly orgId: string
  readonly fromOrgId: string
  readonly digest: string
  readonly sizeBytes: number
  readonly accountId: string
  readonly now: number
}

/** Chunks a pack of that size has. */
export const chunkCount = (sizeBytes: number): number => Math.ceil(sizeBytes / packChunkBytes)

/** Bytes of one chunk of it. */
export const chunkLength = (sizeBytes: number, place: number): number =>
  Math.min(packChunkBytes, sizeBytes - place * packChunkBytes)

/** Begins an upload, or finds the one that was begun: it goes on, and its time counts from now. */
export async function beginPack(writer: Writer, pack: NewPack): Promise<PackRow> {
  const { orgId, fromOrgId, digest, sizeBytes, accountId, now } = pack
  await writer
    .insertInto('pack')
    .values({
      id: newId(now),
      org_id: orgId,
      from_org_id: fromOrgId,
      digest,
      size_bytes: sizeBytes,
      account_id: accountId,
      begun_at: now,
      completed_at: null,
      position: null,
      people: null,
      unit_org_id: null,
      manifest_digest: null,
      since_digest: null,
      made_at: null,
      refusal: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'digest']).doUpdateSet({ begun_at: now }).where('pack.completed_at', 'is', null),
    )
    .execute()
  return writer
    .selectFrom('pack')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('digest', '=', digest)
    .executeTakeFirstOrThrow()
}

/** The pack of an id. */
export const packById = (reader: Reader, id: string): Promise<PackRow | undefined> =>
  reader.selectFrom('pack').selectAll().where('id', '=', id).executeTakeFirst()

/** Packs of a unit that were taken over at the same place as this one. */
export const packsOfUnit = (reader: Reader, { org_id: orgId }: PackRow, unitOrgId: string): Promise<PackRow[]> =>
  reader
    .selectFrom('pack')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('unit_org_id', '=', unitOrgId)
    .where('completed_at', 'is not', null)
    .execute()

/** The turn of who takes a pack in. */
export const turnOfPack = (packId: string): string => `pack ${packId}`

/** A pack that was not taken over, held by this transaction until it commits. */
export const openPack = (writer: Writer, packId: string): Promise<PackRow | undefined> =>
  writer
    .updateTable('pack')
    .set({ completed_at: null })
    .where('id', '=', packId)
    .where('completed_at', 'is', null)
    .returningAll()
    .executeTakeFirst()

/** Keeps one chunk; the same place again is the same chunk. What is verified, or was taken over, stays as it is. */
export async function putChunk(writer: Writer, packId: string, place: number, bytes: Uint8Array): Promise<void> {
  if (!(await openPack(writer, packId))) return
  await writer
    .insertInto('pack_chunk')
    .values({ pack_id: packId, place, bytes })
    .onConflict((conflict) =>
      conflict
        .columns(['pack_id', 'place'])
        .doUpdateSet({ bytes: sql`excluded.bytes` })
        .where((eb) => eb.not(eb.exists(eb.selectFrom('turn').select('name').where('name', '=', turnOfPack(packId))))),
    )
    .execute()
}

/** A piece of a chunk: so many bytes from an offset on. */
interface ChunkPiece {
  readonly from?: number
  readonly bytes?: number
}

/** One chunk, or the piece of it. */
export async function chunkAt(
  reader: Reader,
  packId: string,
  place: number,
  { from = 0, bytes: length = packChunkBytes }: ChunkPiece = {},
): Promise<Uint8Array | undefined> {
  const row = await reader
    .selectFrom('pack_chunk')
    // Bytes are counted from 1, in both engines.
    .select(sql<Uint8Array>`substr(bytes, cast(${from + 1} as int), cast(${length} as int))`.as('bytes'))
    .where('pack_id', '=', packId)
    .where('place', '=', place)
    .executeTakeFirst()
  return row?.bytes
}

/** How far an upload is. */
export async function uploadOf(reader: Reader, pack: PackRow): Promise<PackUpload> {
  const rows = await reader
    .selectFrom('pack_chunk')
    .select('place')
    .where('pack_id', '=', pack.id)
    .orderBy('place')
    .execute()
  const received: [number, number][] = []
  for (const { place } of rows) {
    const last = received.at(-1)
    if (last && last[1] === place - 1) last[1] = place
    else received.push([place, place])
  }
  return {
    id: pack.id,
    orgId: pack.org_id,
    digest: pack.digest,
    sizeBytes: pack.size_bytes,
    received,
    completedAt: pack.completed_at,
  }
}

/** A submission of a pack. */
export interface PackMember {
  readonly line: number
  readonly digest: string
  /** What it corrects; its own digest when the unit corrected nothing. */
  readonly firstDigest: string
  readonly recordId: string
  readonly revision: number
}

/** Throws away what an attempt to take the pack over left behind. */
export async function clearMembers(writer: Writer, packId: string): Promise<void> {
  await writer.deleteFrom('pack_member').where('pack_id', '=', packId).execute()
}

/** Notes submissions of a pack that were verified. */
export async function addMembers(writer: Writer, packId: string, members: readonly PackMember[]): Promise<void> {
  await writer
    .insertInto('pack_member')
    .values(
      members.map(({ line, digest, firstDigest, recordId, revision }) => ({
        pack_id: packId,
        line,
        digest,
        first_digest: firstDigest,
        record_id: recordId,
        revision,
      })),
    )
    .execute()
}

/** Submissions of a pack from a line on. */
export async function membersFrom(reader: Reader, packId: string, line: number, limit: number): Promise<PackMember[]> {
  const rows = await reader
    .selectFrom('pack_member')
    .selectAll()
    .where('pack_id', '=', packId)
    .where('line', '>=', line)
    .orderBy('line')
    .limit(limit)
    .execute()
  return rows.map(({ line: at, digest, first_digest, record_id, revision }) => ({
    line: at,
    digest,
    firstDigest: first_digest,
    recordId: record_id,
    revision,
  }))
}
