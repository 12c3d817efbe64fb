import type { Selectable } from 'kysely'
import { type StaffRole, staffRoles } from '#core/sync/endpoint.ts'
import type { StaffTables } from './staff-tables.ts'

/** An account as it is stored. */
export type AccountRow = Selectable<StaffTables['account']>

/** A role as it is stored; another word in the database is a fault. */
export function readRole(text: string): StaffRole {
  const role = staffRoles.find((each) => each === text)
  if (!role) throw new TypeError('the database holds a role that does not exist')
  return role
}
