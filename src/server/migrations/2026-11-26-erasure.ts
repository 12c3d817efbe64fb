import type { Migration } from './migration.ts'

/** Digests of what was erased at a person's request, so that the same is not taken in once more. */
export const erasure: Migration = {
  name: '2026-11-26-erasure',
  statements: ({ text, int, tableEnd }) => [
    `create table erased (
      org_id ${text} not null, digest ${text} not null, position ${int} not null, primary key (org_id, digest)
    ) ${tableEnd}`,
    'create index review_case_record on review_case (org_id, record_id)',
    'create index submission_record on submission (record_id)',
    'create index pack_member_record on pack_member (record_id)',
  ],
}
