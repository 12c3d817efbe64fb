import type { ColumnTypes } from '../store/engine.ts'
import type { Migration } from './migration.ts'

const packsAndSchemes = ({ text, int, blob, tableEnd }: ColumnTypes): readonly string[] => [
  `create table pack (
    id ${text} primary key, org_id ${text} not null, from_org_id ${text} not null,
    digest ${text} not null, size_bytes ${int} not null,
    account_id ${text} not null, begun_at ${int} not null, completed_at ${int}, position ${int},
    people ${int}, unit_org_id ${text}, unique (org_id, digest)
  ) ${tableEnd}`,
  'create index pack_position on pack (position)',
  `create table pack_chunk (
    pack_id ${text} not null references pack (id), place ${int} not null, bytes ${blob} not null,
    primary key (pack_id, place)
  ) ${tableEnd}`,
  `create table pack_member (
    pack_id ${text} not null references pack (id), line ${int} not null, digest ${text} not null,
    first_digest ${text} not null, record_id ${text} not null, revision ${int} not null,
    primary key (pack_id, line)
  ) ${tableEnd}`,
  `create table scheme_release (
    version ${text} primary key, scheme_id ${text} not null, digest ${text} not null, publisher ${text} not null,
    signer ${text} not null, published_at ${int} not null, size_bytes ${int} not null, file ${blob} not null,
    account_id ${text} not null, place ${int} not null unique
  ) ${tableEnd}`,
  `create table scheme_in_use (
    org_id ${text} not null, holder ${text} not null, kind ${text} not null, version ${text} not null,
    seen_at ${int} not null, primary key (org_id, holder)
  ) ${tableEnd}`,
]

const reviewAndCounts = ({ text, int, tableEnd }: ColumnTypes): readonly string[] => [
  `create table review_event (
    org_id ${text} not null, case_id ${text} not null, sequence ${int} not null,
    position ${int} not null unique, event_id ${text} not null, account_id ${text} not null,
    kind ${text} not null, event ${text} not null, primary key (org_id, case_id, sequence)
  ) ${tableEnd}`,
  `create table review_case (
    org_id ${text} not null, case_id ${text} not null, sequence ${int} not null, state ${text} not null,
    record_id ${text} not null, top_digest ${text} not null, top_revision ${int} not null,
    top_corrections ${int} not null, primary key (org_id, case_id)
  ) ${tableEnd}`,
  `create table correction (
    position ${int} primary key, org_id ${text} not null, digest ${text} not null, file ${text} not null,
    account_id ${text} not null, unique (org_id, digest)
  ) ${tableEnd}`,
  `create table presence (
    org_id ${text} not null, case_id ${text} not null, account_id ${text} not null, until ${int} not null,
    primary key (org_id, case_id, account_id)
  ) ${tableEnd}`,
  'create index presence_end on presence (until)',
  `create table person (
    org_id ${text} not null, record_id ${text} not null, digest ${text} not null, revision ${int} not null,
    state ${text} not null, primary key (org_id, record_id)
  ) ${tableEnd}`,
  'create index person_digest on person (org_id, digest)',
  `create table people_count (
    org_id ${text} not null, state ${text} not null, people ${int} not null, primary key (org_id, state)
  ) ${tableEnd}`,
]

/** Steps of review, corrections, packs in chunks, who is where, and counts that are kept as people come and move on. */
export const replication: Migration = {
  name: '2026-11-25-replication',
  statements: (types) => [...reviewAndCounts(types), ...packsAndSchemes(types)],
}
