import type { ImportedOrg } from '#core/sync/org-changes.ts'

/** A unit as a line of a list of organisations. */
export const anImportedOrg = (name: string, orgCode: string, parentCode: string): ImportedOrg => ({
  name,
  orgCode,
  parentCode,
  division: '450000',
  level: 'unit',
})
