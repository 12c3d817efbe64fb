import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { PersonRecord, Row } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import type { Ast } from './ast.ts'
import { makeRecordCleaner, type RecordCleaner } from './clean-record.ts'
import { makeConditionCompiler } from './compile-condition.ts'
import type { Issue } from './issue.ts'
import { type LiveCheck, openLiveCheck, sortRules } from './live-check.ts'
import { emptyFrame } from './rule-frame.ts'
import type { CompiledRule, RuleSet } from './rule-set.ts'
import { makeRunnable, type RunnableRule, runOn } from './run-rule.ts'

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

function* sheetsLookedThrough(ast: Ast): Generator<string> {
  if (typeof ast !== 'object') return
  const [operator, ...operands] = ast
  if (operator === 'rows' && typeof operands[0] === 'string') yield operands[0]
  for (const operand of operands) yield* sheetsLookedThrough(operand)
}

function wholeSheetsOf({ condition, values, fix }: CompiledRule): ReadonlySet<string> {
  const asts = [condition, ...Object.values(values ?? {}), ...Object.values(fix?.set ?? {})]
  return new Set(asts.flatMap((ast) => Array.from(sheetsLookedThrough(ast))))
}

/** Compiles a rule set into closures once; checks afterwards never throw, whatever the record holds. */
export function createRuleEngine(rules: RuleSet, scheme: Scheme, tables: TableLookup): RuleEngine {
  const compile = makeConditionCompiler(tables)
  const runnables = rules.rules.map((rule) => makeRunnable(rule, scheme, compile))
  const wholeSheets = new Map(runnables.map((runnable) => [runnable, wholeSheetsOf(runnable.rule)]))
  const looksThrough = (runnable: RunnableRule, sheet: string): boolean => wholeSheets.get(runnable)?.has(sheet) ?? true
  const ofRecord = sortRules(runnables.filter(({ rule }) => rule.at.scope !== 'handingIn'))
  const ofHandingIn = runnables.filter(({ rule }) => rule.at.scope === 'handingIn')
  const open = (record: PersonRecord, { today }: CheckContext): LiveCheck =>
    openLiveCheck(ofRecord, looksThrough, { record, scheme, today })
  return {
    ...makeRecordCleaner(rules.cleanups, scheme, compile),
    check: (record, context) => open(record, context).issues,
    open,
    checkHandingIn(flow) {
      const frame = { ...emptyFrame(), flow }
      return ofHandingIn.flatMap((runnable) => runOn(runnable, frame, undefined, 0) ?? [])
    },
  }
}
