import type { Migration } from './migration.ts'

const before = '"digest":"'

/**
 * Which payload each step speaks of, so that whoever came by hand is found by any digest of theirs. In the canonical
 * text of a step it is the only member of that name, and no value can look like it, for its quotes are escaped.
 */
export const digestsInTrails: Migration = {
  name: '2026-11-28-digests-in-trails',
  statements: ({ text, placeOf }) => [
    `alter table review_event add column digest ${text}`,
    `update review_event set digest = substr(event, ${placeOf}(event, '${before}') + ${before.length}, 64)
      where ${placeOf}(event, '${before}') > 0`,
    'create index review_event_digest on review_event (digest, org_id)',
    'create index pack_member_first on pack_member (first_digest)',
  ],
}
