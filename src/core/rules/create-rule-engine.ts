import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { PersonRecord, Row } from '#core/record/record.ts'
import { type Scheme, sheetByKey } from '#core/scheme/scheme.ts'
import { checkFrame } from './check-record.ts'
import { makeRecordCleaner, type RecordCleaner } from './clean-record.ts'
import { makeConditionCompiler } from './compile-condition.ts'
import type { Issue } from './issue.ts'
import { type LiveCheck, openLiveCheck } from './live-check.ts'
import { emptyFrame, layOut, viewRecord } from './rule-frame.ts'
import { dependenciesOf, planRules } from './rule-plan.ts'
import type { RuleSet } from './rule-set.ts'
import { makeRunnable, runRule } from './run-rule.ts'

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

/** Compiles a rule set into closures once; checks afterwards never throw, whatever the record holds. */
export function createRuleEngine(rules: RuleSet, scheme: Scheme, tables: TableLookup): RuleEngine {
  const fieldsOf = (sheet: string): readonly string[] => sheetByKey(scheme, sheet)?.fields.map(({ key }) => key) ?? []
  const asked = rules.rules.map((rule) => ({ rule, dependencies: dependenciesOf(rule, fieldsOf) }))
  const read = new Set<string>()
  for (const { dependencies } of asked) for (const path of dependencies) read.add(path)
  const layout = layOut(scheme, (path) => read.has(path))
  const compile = makeConditionCompiler(tables, layout)
  const runnables = asked.map(({ rule, dependencies }) => makeRunnable(rule, dependencies, scheme, compile))
  const plan = planRules(
    runnables.filter(({ rule }) => rule.at.scope !== 'handingIn'),
    layout,
  )
  const ofHandingIn = runnables.filter(({ rule }) => rule.at.scope === 'handingIn')
  const frame = emptyFrame()
  return {
    ...makeRecordCleaner(rules.cleanups, scheme, compile),
    check(record, { today }) {
      const { basic, rows, given } = viewRecord(record, layout)
      frame.basic = basic
      frame.rows = rows
      frame.given = given
      frame.today = today
      return checkFrame(plan, frame)
    },
    open: (record, { today }) => openLiveCheck(plan, record, today),
    checkHandingIn(flow) {
      const facts = { ...emptyFrame(), flow }
      return ofHandingIn.flatMap((runnable) => runRule(runnable, facts, 0) ?? [])
    },
  }
}
