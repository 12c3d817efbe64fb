import type { Migration } from './migration.ts'

/** The pack a pack of changes goes on from: two devices of a unit may each go on from the same one. */
export const sincePacks: Migration = {
  name: '2026-11-26-since-packs',
  statements: ({ text }) => [`alter table pack add column since_digest ${text}`],
}
