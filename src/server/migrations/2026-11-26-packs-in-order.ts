import type { Migration } from './migration.ts'

/** Digest of a pack's manifest, by which the next pack of its unit names it, and when its unit made it. */
export const packsInOrder: Migration = {
  name: '2026-11-26-packs-in-order',
  statements: ({ text, int }) => [
    `alter table pack add column manifest_digest ${text}`,
    `alter table pack add column made_at ${int}`,
    'create index pack_manifest on pack (org_id, unit_org_id, manifest_digest)',
  ],
}
