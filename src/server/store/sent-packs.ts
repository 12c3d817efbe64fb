import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import type { Manifest } from '#core/pack/pack.ts'
import { type HalfwayPack, mostHalfwayPacks, mostSentPacks, type SentPack } from '#core/sync/pack-uploads.ts'
import { errorAnswerSchema } from '#core/sync/wire.ts'
import type { Reader, Writer } from './database.ts'
import type { PackRow } from './packs.ts'

/** A pack that was not taken over. */
export interface Refused {
  readonly packId: string
  readonly error: AppError
  /** What its unit signed, when it could be read. */
  readonly manifest?: Manifest
}

/** Notes why a pack was not taken over, so that whoever asks later is told the same. */
export async function noteRefusal(writer: Writer, { packId, error, manifest }: Refused): Promise<void> {
  await writer
    .updateTable('pack')
    .set({
      refusal: JSON.stringify({ code: error.code, params: { ...error.params } }),
      ...(manifest && {
        people: manifest.content.count,
        manifest_digest: manifest.digest,
        since_digest: manifest.content.since ?? null,
        made_at: Date.parse(manifest.content.createdAt),
      }),
    })
    .where('id', '=', packId)
    .where('completed_at', 'is', null)
    .execute()
}

function toSentPack(row: PackRow): SentPack {
  const { manifest_digest: digest, people, made_at: madeAt, since_digest: since } = row
  return {
    id: row.id,
    digest: row.digest,
    sizeBytes: row.size_bytes,
    completedAt: row.completed_at,
    manifest: digest === null || people === null || madeAt === null ? null : { digest, people, madeAt, since },
    refusal: row.refusal === null ? null : v.parse(errorAnswerSchema, JSON.parse(row.refusal)),
  }
}

/** The newest packs that an organisation sent, newest first. */
export async function sentPacks(reader: Reader, fromOrgId: string): Promise<SentPack[]> {
  const rows = await reader
    .selectFrom('pack')
    .selectAll()
    .where('from_org_id', '=', fromOrgId)
    .orderBy('begun_at', 'desc')
    .limit(mostSentPacks)
    .execute()
  return rows.map(toSentPack)
}

/** So long nothing is said of an upload: a slow line, or a night, is no loss. */
const patienceMs = 86_400_000

/** Packs an organisation began long ago and never sent whole, newest first; a later pack of everybody answers them. */
export async function halfwayPacks(reader: Reader, fromOrgId: string, now: number): Promise<HalfwayPack[]> {
  const rows = await reader
    .selectFrom('pack')
    .select(['digest', 'size_bytes', 'begun_at'])
    .where('from_org_id', '=', fromOrgId)
    .where('completed_at', 'is', null)
    .where('refusal', 'is', null)
    .where('begun_at', '<=', now - patienceMs)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('pack as later')
            .select('later.id')
            .whereRef('later.from_org_id', '=', 'pack.from_org_id')
            .where('later.completed_at', 'is not', null)
            // One that was begun before may have come late, and does not speak of these people.
            .whereRef('later.begun_at', '>', 'pack.begun_at')
            .where('later.since_digest', 'is', null),
        ),
      ),
    )
    .orderBy('begun_at', 'desc')
    .limit(mostHalfwayPacks)
    .execute()
  return rows.map(({ digest, size_bytes: sizeBytes, begun_at: begunAt }) => ({ digest, sizeBytes, begunAt }))
}
