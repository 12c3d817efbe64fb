import type { Migration } from './migration.ts'

/** Why a pack was not taken over, for every device of the unit that sent it (ADR 0200). */
export const packRefusals: Migration = {
  name: '2026-11-27-pack-refusals',
  statements: ({ text }) => [
    `alter table pack add column refusal ${text}`,
    'create index pack_sent on pack (from_org_id, begun_at)',
  ],
}
