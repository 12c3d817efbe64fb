import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { PersonRecord, Row } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { arrangeRules } from './arrange-rules.ts'
import { openFullCheck } from './check-record.ts'
import { makeRecordCleaner, type RecordCleaner } from './clean-record.ts'
import { bindFunctions } from './compile-call.ts'
import { makeConditionCompiler } from './compile-condition.ts'
import type { Issue } from './issue.ts'
import { type LiveCheck, openLiveCheck } from './live-check.ts'
import { emptyFrame } from './rule-frame.ts'
import type { RuleSet } from './rule-set.ts'
import { runRule } from './run-rule.ts'
import { openWrittenRules, type WrittenRules } from './written/written-rules.ts'

export type { CleanChange } from './clean-record.ts'
export type { LiveCheck } from './live-check.ts'

/** What a check depends on beside the record. */
export interface CheckContext {
  /** Date of the day, `YYYY-MM-DD`. */
  readonly today: string
}

/** The rules of a scheme, ready to check records. */
export interface RuleEngine extends RecordCleaner {
  /** All issues: the record, then each sheet, row by row, field by field. */
  readonly check: (record: PersonRecord, context: CheckContext) => readonly Issue[]
  /** The same, kept up to date while the record changes. */
  readonly open: (record: PersonRecord, context: CheckContext) => LiveCheck
  /** What 生成报送 asks, of facts that are not in the record. */
  readonly checkHandingIn: (flow: Row) => readonly Issue[]
}

/**
 * Compiles a rule set into closures once; checks afterwards never throw, whatever the record holds. Where the build
 * wrote these rules out, full checks run by that.
 */
export function createRuleEngine(
  rules: RuleSet,
  scheme: Scheme,
  tables: TableLookup,
  written?: WrittenRules,
): RuleEngine {
  const functions = bindFunctions(tables)
  const arranged = arrangeRules(rules, scheme, (layout) => makeConditionCompiler(functions, layout))
  const { plan, runnables, compile } = arranged
  const ofHandingIn = runnables.filter(({ rule }) => rule.at.scope === 'handingIn')
  const check = written ? openWrittenRules(written, arranged, functions) : openFullCheck(plan)
  return {
    ...makeRecordCleaner(rules.cleanups, scheme, compile),
    check: (record, { today }) => check(record, today),
    open: (record, { today }) => openLiveCheck(plan, record, today),
    checkHandingIn(flow) {
      const facts = { ...emptyFrame(), flow }
      return ofHandingIn.flatMap((runnable) => runRule(runnable, facts, 0) ?? [])
    },
  }
}
