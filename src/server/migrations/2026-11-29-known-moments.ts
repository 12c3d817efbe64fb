import type { Migration } from './migration.ts'

/** How far the log was when the clock was believed, about once a day (ADR 0237). */
export const knownMoments: Migration = {
  name: '2026-11-29-known-moments',
  statements: ({ int, tableEnd }) => [
    `create table known_moment (at ${int} primary key, position ${int} not null) ${tableEnd}`,
  ],
}
