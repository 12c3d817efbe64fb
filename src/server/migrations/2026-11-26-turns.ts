import type { Migration } from './migration.ts'

/** Who is at work that only one process at a time may do, and that they are still alive. */
export const turns: Migration = {
  name: '2026-11-26-turns',
  statements: ({ text, int, tableEnd }) => [
    `create table turn (name ${text} primary key, holder ${text} not null, beat ${int} not null) ${tableEnd}`,
  ],
}
