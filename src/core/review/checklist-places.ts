import type { PersonRecord } from '#core/record/record.ts'
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
const focusRules = /^(?:B20|T18|T22|T2[89]|T30|Q0[3-7]|Q10|A\d\d)$/

/** A place to look at most closely, and why: the rule that found it, or what stands there. */
export interface FocusPoint {
  readonly path: string
  readonly why: string
}

// S2-15: what is filled in where a certificate has no number.
const noNumber = '11111111'

/** Where somebody filled in that there is no number: the certificate is to be seen. */
function withoutNumber({ titles, qualifications }: PersonRecord): readonly FocusPoint[] {
  return Object.entries({ titles, qualifications }).flatMap(([sheet, rows]) =>
    rows.flatMap((row, at) =>
      Object.entries(row).flatMap(([field, value]) =>
        value === noNumber ? [{ path: `${sheet}[${at}].${field}`, why: noNumber }] : [],
      ),
    ),
  )
}

/** What a reviewer is to look at most closely (M09). */
export function focusPoints(issues: readonly Issue[], record: PersonRecord): readonly FocusPoint[] {
  const found = issues.filter(({ rule, severity }) => severity !== 'info' && focusRules.test(rule))
  return [...found.map(({ path, rule }) => ({ path, why: rule })), ...withoutNumber(record)]
}
