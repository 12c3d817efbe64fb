import { sql } from 'kysely'
import * as v from 'valibot'
import type { ErasureTrace } from '#core/sync/erasures.ts'
import type { Reader } from './database.ts'

const mostShown = 200

const factsSchema = v.object({ by: v.string(), digest: v.string() })

/** What was erased in an organisation, the newest first. */
export async function erasureTrace(reader: Reader, orgId: string): Promise<ErasureTrace[]> {
  const rows = await reader
    .selectFrom('log_entry')
    .select(['position', 'at', 'facts'])
    .where('org_id', '=', orgId)
    // As the index says it, or it is not used.
    .where(sql<boolean>`kind in ('erased', 'erasedClaim')`)
    .orderBy('position', 'desc')
    .limit(mostShown)
    .execute()
  const entries = rows.map(({ position, at, facts }) => {
    const { by, digest } = v.parse(factsSchema, JSON.parse(facts))
    return { position, at, by, digest }
  })
  const ids = [...new Set(entries.map(({ by }) => by))]
  const accounts =
    ids.length === 0
      ? []
      : await reader.selectFrom('account').select(['id', 'display_name']).where('id', 'in', ids).execute()
  const names = new Map(accounts.map(({ id, display_name }) => [id, display_name]))
  return entries.map(({ position, at, digest, by }) => ({
    position,
    at,
    digest,
    why: by === retentionName ? 'retention' : 'person',
    by: names.get(by) ?? null,
  }))
}

/** Who erases when the time of something is over: the server by itself. */
export const retentionName = 'retention'
