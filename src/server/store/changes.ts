import { sql } from 'kysely'
import * as v from 'valibot'
import { type Change, type ChangePage, pushedEventSchema } from '#core/sync/replication.ts'
import type { Reader } from './database.ts'
import { pathEnd } from './org-tree.ts'
import { aroundBytes, usualPageBytes } from './page-size.ts'

/** Which changes one asks for. */
export interface ChangeQuery {
  readonly orgId: string
  /** Path of the organisation when those below are asked for too. */
  readonly below?: string
  readonly after: number
  readonly limit: number
}

interface Entry {
  readonly position: number
  readonly at: number
  readonly kind: string
  readonly orgId: string
}

// A page of a scope looks at no more of the log than this, whoever wrote it: each page costs the same.
const window = 5_000

const changeKinds = ['submission', 'review', 'correction', 'returned', 'pack', 'erased'] as const

async function logEnd(reader: Reader): Promise<number> {
  return (await reader.selectFrom('log_head').select('position').executeTakeFirstOrThrow()).position
}

async function entriesOf(reader: Reader, { orgId, below, after, limit }: ChangeQuery, end: number): Promise<Entry[]> {
  const entries = reader
    .selectFrom('log_entry')
    .select(['log_entry.position', 'log_entry.at', 'log_entry.kind', 'log_entry.org_id'])
    .where('log_entry.position', '>', after)
    .where('log_entry.position', '<=', end)
    .where('log_entry.kind', 'in', changeKinds)
  const scoped =
    below === undefined
      ? entries.where('log_entry.org_id', '=', orgId)
      : entries
          .innerJoin('org', 'org.id', 'log_entry.org_id')
          .where('org.path', '>=', below)
          .where('org.path', '<', pathEnd(below))
  const rows = await scoped.orderBy('log_entry.position').limit(limit).execute()
  return rows.map(({ position, at, kind, org_id }) => ({ position, at, kind, orgId: org_id ?? '' }))
}

type Detail = Change extends infer C ? (C extends Change ? Omit<C, 'position' | 'orgId' | 'at'> : never) : never

/** What a kind of change says, by its place. */
type Loader = (reader: Reader, positions: readonly number[]) => Promise<readonly (readonly [number, Detail])[]>

// A byte order mark belongs to the file, too.
const asItCame = new TextDecoder('utf-8', { ignoreBOM: true })

const loadSubmissions: Loader = async (reader, positions) => {
  const rows = await reader
    .selectFrom('submission')
    .leftJoin('original', 'original.position', 'submission.position')
    .select([
      'submission.position',
      'submission.digest',
      'submission.device',
      'submission.task_id',
      'submission.record_id',
      'submission.revision',
      'submission.is_sealed',
      'original.file',
    ])
    .where('submission.position', 'in', positions)
    .execute()
  return rows.map(({ position, digest, device, task_id, record_id, revision, is_sealed, file }) => {
    const text = file && { file: asItCame.decode(file) }
    const isSealed = is_sealed === 1
    return [
      position,
      { kind: 'submission', digest, device, taskId: task_id, recordId: record_id, revision, isSealed, ...text },
    ]
  })
}

const loadReviews: Loader = async (reader, positions) => {
  const rows = await reader
    .selectFrom('review_event')
    .select(['position', 'event', 'account_id'])
    .where('position', 'in', positions)
    .execute()
  return rows.map(({ position, event, account_id }) => [
    position,
    { kind: 'review', event: v.parse(pushedEventSchema, JSON.parse(event)), account: account_id },
  ])
}

const loadCorrections: Loader = async (reader, positions) => {
  const rows = await reader
    .selectFrom('correction')
    .select(['position', 'digest', 'file', 'account_id'])
    .where('position', 'in', positions)
    .execute()
  return rows.map(({ position, digest, file, account_id }) => [
    position,
    { kind: 'correction', digest, account: account_id, file },
  ])
}

const loadReturned: Loader = async (reader, positions) => {
  const rows = await reader
    .selectFrom('return_slip')
    .select(['position', 'slip_id', 'submission_digest'])
    .where('position', 'in', positions)
    .execute()
  return rows.map(({ position, slip_id, submission_digest }) => [
    position,
    { kind: 'returned', slipId: slip_id, digest: submission_digest },
  ])
}

/** Of a pack whose time was over nothing is left to fetch: who comes later is not held up by it. */
const loadPacks: Loader = async (reader, positions) => {
  const rows = await reader
    .selectFrom('pack')
    .innerJoin('pack_chunk', (join) => join.onRef('pack_chunk.pack_id', '=', 'pack.id').on('pack_chunk.place', '=', 0))
    .select(['pack.position', 'pack.id', 'pack.digest', 'pack.size_bytes', 'pack.unit_org_id', 'pack.people'])
    .where('pack.position', 'in', positions)
    .execute()
  return rows.map(({ position, id, digest, size_bytes, unit_org_id, people }) => [
    position ?? 0,
    {
      kind: 'pack',
      packId: id,
      digest,
      sizeBytes: size_bytes,
      unitOrgId: unit_org_id ?? '',
      people: people ?? 0,
    },
  ])
}

const factsOfErasure = v.object({ digest: v.string() })

const loadErasures: Loader = async (reader, positions) => {
  const rows = await reader
    .selectFrom('log_entry')
    .select(['position', 'facts'])
    .where('position', 'in', positions)
    .execute()
  return rows.map(({ position, facts }) => [
    position,
    { kind: 'erased', digest: v.parse(factsOfErasure, JSON.parse(facts)).digest },
  ])
}

const loaders: { readonly [K in (typeof changeKinds)[number]]: Loader } = {
  submission: loadSubmissions,
  review: loadReviews,
  correction: loadCorrections,
  returned: loadReturned,
  pack: loadPacks,
  erased: loadErasures,
}

/** How large the texts are that changes would bring, without reading them. */
async function textSizes(reader: Reader, positions: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (positions.length === 0) return new Map()
  const sizeIn = (table: 'original' | 'correction' | 'review_event', column: 'file' | 'event') =>
    reader
      .selectFrom(table)
      .select(['position', sql<number>`octet_length(${sql.ref(column)})`.as('size')])
      .where('position', 'in', positions)
  const rows = await sizeIn('original', 'file')
    .unionAll(sizeIn('correction', 'file'))
    .unionAll(sizeIn('review_event', 'event'))
    .execute()
  return new Map(rows.map((row) => [row.position, row.size]))
}

/** As many as fit on a page; at least one, however large. */
async function fitting(reader: Reader, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const sizes = await textSizes(
    reader,
    entries.map(({ position }) => position),
  )
  let bytes = 0
  const tooMany = entries.findIndex(
    ({ position }, index) => (bytes += (sizes.get(position) ?? 0) + aroundBytes) > usualPageBytes && index > 0,
  )
  return tooMany === -1 ? entries : entries.slice(0, tooMany)
}

/** A pack is taken on its own, and whoever reads keeps one place for a page: it ends before a pack, or is one. */
function upToPack(entries: readonly Entry[]): readonly Entry[] {
  const at = entries.findIndex(({ kind }) => kind === 'pack')
  return at === -1 ? entries : entries.slice(0, Math.max(at, 1))
}

/**
 * The changes after a place. Places are given out in the order of commits (whoever writes holds the end of the log until
 * then), so what stands before the end is all there will ever be.
 */
export async function changesAfter(reader: Reader, query: ChangeQuery): Promise<ChangePage> {
  const head = await logEnd(reader)
  const end = query.below === undefined ? head : Math.min(head, query.after + window)
  const found = await entriesOf(reader, query, end)
  const entries = await fitting(reader, upToPack(found))
  const loaded = await Promise.all(
    changeKinds.map(async (kind) => {
      const positions = entries.filter((entry) => entry.kind === kind).map(({ position }) => position)
      return positions.length === 0 ? [] : loaders[kind](reader, positions)
    }),
  )
  const details = new Map(loaded.flat())
  const items = entries.flatMap(({ position, orgId, at }): Change[] => {
    const detail = details.get(position)
    return detail ? [{ position, orgId, at, ...detail }] : []
  })
  const isWhole = entries.length === found.length && found.length < query.limit
  return { items, next: isWhole ? Math.max(end, query.after) : (entries.at(-1)?.position ?? query.after), head }
}
