import type { PersonRecord } from '#core/record/record.ts'
import { sheetProgress } from '#core/record/progress.ts'
import { sameItems } from '#app/shared/composables/same-items.ts'
import { parsePath } from '#core/record/field-path.ts'
import type { Issue } from '#core/rules/issue.ts'
import type { Scheme, Sheet } from '#core/scheme/scheme.ts'
import { words } from '../words.zh-CN.ts'

/** What the navigation shows of a sheet. */
export interface SheetState {
  readonly sheet: Sheet
  /** Number of issues that stand in the way of 生成报送. */
  readonly open: number
  readonly isDone: boolean
  readonly summary: string
}

function summaryOf(sheet: Sheet, given: number, asked: number, rows: number): string {
  if (sheet.kind === 'single') return words.draft.progress(given, asked)
  return rows === 0 ? words.draft.sheetEmpty : words.draft.rows(rows)
}

/** Whether a sheet may stay empty, and whether it is done, only the rules can tell. */
const isSilent = (sheet: Sheet, rows: number, isChecked: boolean): boolean =>
  !isChecked && sheet.kind !== 'single' && rows === 0

/** Number of open issues by sheet. */
export function countBySheet(open: readonly Issue[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { path } of open) {
    const sheet = parsePath(path)?.sheet ?? ''
    counts.set(sheet, (counts.get(sheet) ?? 0) + 1)
  }
  return counts
}

const isSameState = (a: SheetState, b: SheetState): boolean =>
  a.sheet === b.sheet && a.open === b.open && a.isDone === b.isDone && a.summary === b.summary

/** The state of each sheet, in the order of the form; the same list while nothing in it changed. Without counts nothing was checked yet. */
export function sheetStates(
  scheme: Scheme,
  record: PersonRecord,
  counts: ReadonlyMap<string, number> | undefined,
  before: readonly SheetState[] = [],
): readonly SheetState[] {
  const states = scheme.sheets.map((sheet, index) => {
    const { given, asked, rows } = sheetProgress(record, sheet)
    const openCount = counts?.get(sheet.key) ?? 0
    const state = {
      sheet,
      open: openCount,
      isDone: counts !== undefined && openCount === 0 && rows > 0 && given === asked,
      summary: isSilent(sheet, rows, counts !== undefined) ? '' : summaryOf(sheet, given, asked, rows),
    }
    const last = before[index]
    return last && isSameState(last, state) ? last : state
  })
  return sameItems(before, states)
}
