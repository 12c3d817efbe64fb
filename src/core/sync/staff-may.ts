import type { ReviewStep } from '#core/review/review-event.ts'
import { type StaffRole, staffRoles } from './endpoint.ts'

/**
 * What each role may do, in this one table: 采集员 receives, checks, corrects, returns and reports; 审核员 also decides;
 * 管理员 also looks after organisations, accounts and the scheme. All of it in the own organisation and those below.
 */
export const staffMay = {
  /** People, steps, totals, the tree. */
  see: staffRoles,
  /** Receive, check, correct, send back, report up, issue tasks. */
  collect: staffRoles,
  /** Pass, reopen, set aside. */
  decide: ['reviewer', 'admin'],
  /** Organisations, accounts, invitations, the scheme. */
  govern: ['admin'],
} as const satisfies Readonly<Record<string, readonly StaffRole[]>>

/** What a role may be allowed. */
export type StaffPermission = keyof typeof staffMay

/** What a step of review takes. */
export const permissionByStep: { readonly [K in ReviewStep['kind']]: StaffPermission } = {
  received: 'collect',
  opened: 'collect',
  ticked: 'collect',
  chosen: 'collect',
  corrected: 'collect',
  returned: 'collect',
  reported: 'collect',
  withdrawn: 'collect',
  letGo: 'collect',
  nobodyReports: 'collect',
  unsettled: 'collect',
  passed: 'decide',
  reopened: 'decide',
  setAside: 'decide',
  takenBack: 'decide',
}

/** Whether a role may. */
export function mayStaff(role: StaffRole, permission: StaffPermission): boolean {
  const roles: readonly StaffRole[] = staffMay[permission]
  return roles.includes(role)
}
