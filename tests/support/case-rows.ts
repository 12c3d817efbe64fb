import type { CaseRow, Findings } from '#core/review/case-row.ts'

type ListedRow = CaseRow & { readonly key: string }

/** What rules find that find nothing. */
export const noFindings: Findings = { errors: 0, warnings: 0, rules: [], sheets: [], checkedBy: '2012.1 aaaaaaaaaaaa' }

/** A line of the list of people, changed field by field. */
export function aCaseRow(changes: Partial<ListedRow> = {}): ListedRow {
  return {
    key: '0',
    caseId: 'id:452526197904182627',
    name: '韦晓𬱖',
    idNumber: '452526197904182627',
    birthDate: '1979-04-18',
    gender: '2',
    employer: '北流市第一中学',
    state: 'received',
    standing: 'a'.repeat(64),
    revision: 1,
    revisions: 1,
    corrections: 0,
    errors: 0,
    warnings: 0,
    rules: [],
    sheets: [],
    unticked: 9,
    isOtherDevice: false,
    disputed: [],
    sequence: 1,
    changedAt: 1_780_000_000_000,
    ...changes,
  }
}
