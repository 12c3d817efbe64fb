import type { Migration } from './migration.ts'

/** The trace of erasures found at once; work that one process of several does; what is looked for by its age. */
export const operations: Migration = {
  name: '2026-11-26-operations',
  statements: ({ text, int, tableEnd }) => [
    "create index log_entry_erasure on log_entry (org_id, position) where kind in ('erased', 'erasedClaim')",
    // How many a task received is counted without reading every submission there is.
    'create index submission_task on submission (task_id)',
    `create table work_lock (
      name ${text} primary key, holder ${text} not null, until ${int} not null, done_at ${int} not null
    ) ${tableEnd}`,
  ],
}
