import type { Issue } from '#core/rules/issue.ts'
import type { ChecklistItem } from './review-event.ts'

/** Which places of the record a point of the checklist is compared at (S3-3): whole sheets, or fields of the first. */
export const checklistPlaces: Readonly<Record<ChecklistItem, readonly string[]>> = {
  originals: ['basic.name', 'basic.idNumber', 'basic.gender', 'basic.birthDate', 'titles', 'qualifications'],
  currentPost: ['basic.currentPost', 'basic.currentSpecialty', 'basic.specialtyStartDate'],
  phone: ['basic.landline', 'basic.mobile'],
  email: ['basic.email'],
  identityNature: ['basic.identityNature'],
  education: ['education'],
  titleLogic: ['titles'],
  awardScope: ['awards'],
  honors: ['honors'],
}

// M09: a number that stands for 没有编号, hints that something is out of scope, and everything about awards.
const focusRules = /^(?:T18|T22|T2[89]|T30|Q0[3-7]|Q10|A\d\d)$/

/** What a reviewer is to look at most closely (M09). */
export function focusPoints(issues: readonly Issue[]): readonly Issue[] {
  return issues.filter(({ rule, severity }) => severity !== 'info' && focusRules.test(rule))
}
