import { type Scheme, sheetByKey } from '#core/scheme/scheme.ts'
import type { ConditionCompiler } from './compile-condition.ts'
import { layOut, type SheetLayout } from './rule-frame.ts'
import { dependenciesOf, planRules, type RulePlan } from './rule-plan.ts'
import type { RuleSet } from './rule-set.ts'
import { makeRunnable, type RunnableRule } from './run-rule.ts'

/** The rules of a scheme where they run. */
export interface ArrangedRules {
  /** In the order of the rule set. */
  readonly runnables: readonly RunnableRule[]
  /** What a check of a record runs. */
  readonly plan: RulePlan
  readonly compile: ConditionCompiler
}

/** Finds what each rule depends on, where the cells it reads stand, and the order in which rules run. */
export function arrangeRules(
  { rules }: RuleSet,
  scheme: Scheme,
  compilerFor: (layout: readonly SheetLayout[]) => ConditionCompiler,
): ArrangedRules {
  const fieldsOf = (sheet: string): readonly string[] => sheetByKey(scheme, sheet)?.fields.map(({ key }) => key) ?? []
  const asked = rules.map((rule) => ({ rule, dependencies: dependenciesOf(rule, fieldsOf) }))
  const read = new Set<string>()
  for (const { dependencies } of asked) for (const path of dependencies) read.add(path)
  const layout = layOut(scheme, (path) => read.has(path))
  const compile = compilerFor(layout)
  const runnables = asked.map(({ rule, dependencies }) => makeRunnable(rule, dependencies, scheme, compile))
  const ofRecord = runnables.filter(({ rule }) => rule.at.scope !== 'handingIn')
  return { runnables, plan: planRules(ofRecord, layout), compile }
}
