import { sql } from 'kysely'
import * as v from 'valibot'
import type { Erasable, ErasureTrace } from '#core/sync/erasures.ts'
import type { Reader } from './database.ts'
import { ownersOfDigest } from './whose-digest.ts'

const mostFound = 50
const mostShown = 200

/** Of several records that have one digest, those that only claim it, where it is known whose it is. */
async function mereClaims(
  reader: Reader,
  orgId: string,
  rows: readonly { readonly digest: string; readonly record_id: string }[],
): Promise<ReadonlySet<string>> {
  const claims = new Set<string>()
  for (const [digest, having] of Map.groupBy(rows, (row) => row.digest)) {
    const records = [...new Set(having.map(({ record_id }) => record_id))]
    const owners = records.length > 1 ? (await ownersOfDigest(reader, orgId, digest)).records : []
    const others = owners.length > 0 ? records.filter((recordId) => !owners.includes(recordId)) : []
    for (const recordId of others) claims.add(`${digest} ${recordId}`)
  }
  return claims
}

/** Submissions of an organisation whose digest begins so: of whose it is, as far as that is known. */
export async function submissionsByCode(reader: Reader, orgId: string, code: string): Promise<Erasable[]> {
  const rows = await reader
    .selectFrom('submission')
    .select(['digest', 'record_id', 'revision', 'is_sealed', 'received_at', 'state'])
    .where('digest', '>=', code)
    // What comes after the last hex digit ends the range.
    .where('digest', '<', `${code}g`)
    .where('org_id', '=', orgId)
    .orderBy('position', 'desc')
    .limit(mostFound)
    .execute()
  const claims = await mereClaims(reader, orgId, rows)
  const own = rows.filter(({ digest, record_id }) => !claims.has(`${digest} ${record_id}`))
  return own.map(({ digest, record_id: recordId, revision, is_sealed, received_at: receivedAt, state }) => ({
    digest,
    recordId,
    revision,
    isSealed: is_sealed === 1,
    receivedAt,
    isErased: state === 'erased',
  }))
}

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
