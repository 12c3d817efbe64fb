import type { Issue } from './issue.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { emptyFrame, type Frame, noRow, viewRecord } from './rule-frame.ts'
import type { RulePlan } from './rule-plan.ts'
import type { RunnableRule } from './run-rule.ts'

/** As `runRule`, written out where most of the time goes. */
function runAll(rules: readonly RunnableRule[], frame: Frame, row: number, issues: Issue[]): void {
  for (const rule of rules) {
    if (rule.condition(frame) === true) issues.push(rule.report(frame, row))
  }
}

/** Runs every rule once, in the order in which issues stand: the record, then each sheet, row by row. */
function checkFrame(plan: RulePlan, frame: Frame): readonly Issue[] {
  const issues: Issue[] = []
  frame.row = noRow
  runAll(plan.ofRecord, frame, 0, issues)
  for (const { position, once, byRow, onEmptyRow } of plan.sheets) {
    frame.row = noRow
    runAll(once, frame, 0, issues)
    let index = 0
    for (const row of frame.rows[position] ?? []) {
      frame.row = row
      runAll(row.isFilled ? byRow : onEmptyRow, frame, index, issues)
      index += 1
    }
  }
  return issues
}

/** A full check by closures. */
export function openFullCheck(plan: RulePlan): (record: PersonRecord, today: string) => readonly Issue[] {
  const frame = emptyFrame()
  return (record, today) => {
    const { basic, rows, given } = viewRecord(record, plan.sheets)
    frame.basic = basic
    frame.rows = rows
    frame.given = given
    frame.today = today
    return checkFrame(plan, frame)
  }
}
