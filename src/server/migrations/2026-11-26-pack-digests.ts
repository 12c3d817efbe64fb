import type { Migration } from './migration.ts'

/** Finds the pack a payload came in, so that a level above does not count once more whom a unit below reported. */
export const packDigests: Migration = {
  name: '2026-11-26-pack-digests',
  statements: () => ['create index pack_member_digest on pack_member (digest)'],
}
