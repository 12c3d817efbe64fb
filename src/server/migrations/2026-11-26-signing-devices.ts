import type { Migration } from './migration.ts'

/** The device that signed the newest revision of a case, as its unit has read it: what a sealed file claims is held against it. */
export const signingDevices: Migration = {
  name: '2026-11-26-signing-devices',
  statements: ({ text }) => [`alter table review_case add column top_device ${text}`],
}
