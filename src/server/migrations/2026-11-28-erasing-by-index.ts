import type { Migration } from './migration.ts'

/**
 * One person is erased without a walk over everybody: whose a correction is stands beside it (null until it was read,
 * empty where that cannot be told), and cases are found by what is on top of them.
 */
export const erasingByIndex: Migration = {
  name: '2026-11-28-erasing-by-index',
  statements: ({ text }) => [
    `alter table correction add column record_id ${text}`,
    'create index correction_record on correction (record_id, org_id)',
    'create index correction_unread on correction (position) where record_id is null',
    'create index review_case_top on review_case (top_digest, org_id, record_id)',
  ],
}
