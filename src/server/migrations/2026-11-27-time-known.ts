import type { Migration } from './migration.ts'

/** What time it was when the clock was last believed, before which nothing is erased by its age (ADR 0211). */
export const timeKnown: Migration = {
  name: '2026-11-27-time-known',
  statements: ({ int, tableEnd }) => [
    `create table known_time (id ${int} primary key, at ${int} not null, doubted_ms ${int} not null) ${tableEnd}`,
  ],
}
