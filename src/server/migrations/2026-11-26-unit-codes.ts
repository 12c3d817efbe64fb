import type { Migration } from './migration.ts'

/** A code is looked for on the whole server; not unique, since an older server may hold one twice and must still start. */
export const unitCodes: Migration = {
  name: '2026-11-26-unit-codes',
  statements: () => ['create index org_by_code on org (org_code)'],
}
