import type { PersonRecord, Row } from '#core/record/record.ts'
import type { ArrangedRules } from '../arrange-rules.ts'
import type { Call } from '../compile-call.ts'
import type { Issue } from '../issue.ts'
import { emptyFrame, noRow, type RowView, rowsOfRecord, viewRecord } from '../rule-frame.ts'
import type { RunnableRule } from '../run-rule.ts'

/** Makes the issue of a rule (by its number in the rule set) on a row. */
type Say = (rule: number, row: number) => Issue
/** Whether a condition that was not written out holds. */
type Ask = (rule: number, row: number) => boolean

/** What a written-out check asks of the engine. */
interface Asked {
  readonly say: Say
  readonly ask: Ask
}

/** The module that the build writes of the rules of a scheme. */
export interface WrittenRules {
  /** SHA-256 of the rules, as in the manifest of their scheme: they stand for no others. */
  readonly digest: string
  readonly makeCheck: (
    call: (name: string) => Call | undefined,
  ) => (basic: Row, rows: readonly (readonly Row[])[], today: string, asked: Asked) => readonly Issue[]
}

/** A full check of a record. */
export type FullCheck = (record: PersonRecord, today: string) => readonly Issue[]

/**
 * A full check by written-out rules. The frame that closures read is made only when one is needed: for a text with
 * values, a fix, or a condition that could not be written.
 */
export function openWrittenRules(
  { makeCheck }: WrittenRules,
  { runnables, plan: { sheets } }: ArrangedRules,
  functions: ReadonlyMap<string, Call>,
): FullCheck {
  const run = makeCheck((name) => functions.get(name))
  const frame = emptyFrame()
  let unseen: PersonRecord | undefined

  function see({ isByRow, position }: RunnableRule, row: number): void {
    if (unseen) Object.assign(frame, viewRecord(unseen, sheets))
    unseen = undefined
    const seen: RowView | undefined = isByRow ? frame.rows[position]?.[row] : undefined
    frame.row = seen ?? noRow
  }

  const ruleAt = (number: number): RunnableRule => {
    const runnable = runnables[number]
    if (!runnable) throw new RangeError('written-out rules of another scheme')
    return runnable
  }
  const say: Say = (number, row) => {
    const runnable = ruleAt(number)
    const { values, fix } = runnable.rule
    if (values || fix) see(runnable, row)
    return runnable.report(frame, row)
  }
  const ask: Ask = (number, row) => {
    const runnable = ruleAt(number)
    see(runnable, row)
    return runnable.condition(frame) === true
  }

  return (record, today) => {
    unseen = record
    frame.today = today
    const { basic, rows } = rowsOfRecord(record, sheets)
    return run(basic, rows, today, { say, ask })
  }
}
