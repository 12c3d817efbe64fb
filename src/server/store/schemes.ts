import { type Selectable, sql } from 'kysely'
import type { SchemeRelease } from '#core/sync/scheme-releases.ts'
import { appendToLog } from './append-to-log.ts'
import type { Reader, Writer } from './database.ts'
import { holdLog } from './log.ts'
import { pathEnd } from './org-tree.ts'
import type { Store } from './store.ts'
import type { ReplicationTables } from './replication-tables.ts'

type Row = Selectable<ReplicationTables['scheme_release']>

const releaseOf = (row: Omit<Row, 'file' | 'place' | 'account_id'>): SchemeRelease => ({
  id: row.scheme_id,
  version: row.version,
  digest: row.digest,
  publisher: row.publisher,
  signer: row.signer,
  publishedAt: row.published_at,
  sizeBytes: row.size_bytes,
})

/** The published versions, newest first. */
export async function schemeReleases(reader: Reader): Promise<SchemeRelease[]> {
  const rows = await reader
    .selectFrom('scheme_release')
    .select(['scheme_id', 'version', 'digest', 'publisher', 'signer', 'published_at', 'size_bytes'])
    .orderBy('place', 'desc')
    .limit(200)
    .execute()
  return rows.map(releaseOf)
}

/** The signed file of a version and what names its content. */
export const schemeFileOf = (
  reader: Reader,
  version: string,
): Promise<Pick<Row, 'file' | 'digest' | 'signer'> | undefined> =>
  reader
    .selectFrom('scheme_release')
    .select(['file', 'digest', 'signer'])
    .where('version', '=', version)
    .executeTakeFirst()

/** A version someone publishes. */
export interface NewRelease extends Omit<SchemeRelease, 'publishedAt' | 'sizeBytes'> {
  readonly file: Uint8Array
  readonly accountId: string
  readonly orgId: string
  readonly now: number
}

/** Publishes a version; one that is there stays as it was. */
export async function addRelease(writer: Writer, release: NewRelease): Promise<SchemeRelease | undefined> {
  const { id, version, digest, publisher, signer, file, accountId, orgId, now } = release
  await holdLog(writer)
  const known = await writer.selectFrom('scheme_release').selectAll().where('version', '=', version).executeTakeFirst()
  if (known) return known.digest === digest && known.signer === signer ? releaseOf(known) : undefined
  const { place } = await writer
    .selectFrom('scheme_release')
    .select(({ fn }) => fn.countAll<number>().as('place'))
    .executeTakeFirstOrThrow()
  const row = await writer
    .insertInto('scheme_release')
    .values({
      version,
      scheme_id: id,
      digest,
      publisher,
      signer,
      published_at: now,
      size_bytes: file.byteLength,
      file,
      account_id: accountId,
      place: place + 1,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const facts = { account: accountId, digest, signer, version }
  await appendToLog(writer, [{ at: now, kind: 'schemePublished', orgId, facts }])
  return releaseOf(row)
}

/** Who works with a version. */
export interface SchemeUse {
  readonly orgId: string
  /** Account or device. */
  readonly holder: string
  readonly kind: 'staff' | 'device'
  readonly version: string
  readonly now: number
}

const sameAgainMs = 24 * 3_600_000

/** Notes which version somebody works with: when it is another one, or the last word is a day old. */
export async function noteSchemeUse(store: Store, { orgId, holder, kind, version, now }: SchemeUse): Promise<void> {
  const known = await store.reader
    .selectFrom('scheme_in_use')
    .select(['version', 'seen_at'])
    .where('org_id', '=', orgId)
    .where('holder', '=', holder)
    .executeTakeFirst()
  if (known?.version === version && now - known.seen_at < sameAgainMs) return
  await store.write((writer) =>
    writer
      .insertInto('scheme_in_use')
      .values({ org_id: orgId, holder, kind, version, seen_at: now })
      .onConflict((conflict) => conflict.columns(['org_id', 'holder']).doUpdateSet({ version, seen_at: now }))
      .execute(),
  )
}

/** Versions in use in an organisation and those below. */
export async function schemeUses(reader: Reader, path: string) {
  const counted = (kind: string) =>
    sql<number>`cast(sum(case when scheme_in_use.kind = ${kind} then 1 else 0 end) as bigint)`
  return reader
    .selectFrom('scheme_in_use')
    .innerJoin('org', 'org.id', 'scheme_in_use.org_id')
    .select(({ fn }) => [
      'org.id as orgId',
      'org.name',
      'scheme_in_use.version',
      counted('staff').as('staff'),
      counted('device').as('devices'),
      fn.max('scheme_in_use.seen_at').as('seenAt'),
    ])
    .where('org.path', '>=', path)
    .where('org.path', '<', pathEnd(path))
    .groupBy(['org.id', 'org.name', 'scheme_in_use.version'])
    .orderBy('org.name')
    .orderBy('scheme_in_use.version')
    .limit(5000)
    .execute()
}
