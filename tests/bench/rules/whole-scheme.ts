import { createRuleEngine, type RuleEngine } from '#core/rules/create-rule-engine.ts'
import { bundle, scheme, tables } from './subject.ts'

/** Makes the engine of the whole scheme, to be measured. */
export const makeRealEngine = (): RuleEngine => createRuleEngine(bundle.rules, scheme, tables)
/** How many rules that are, and at how many places. */
export const realRules = `${new Set(bundle.rules.rules.map(({ id }) => id)).size} rules at ${bundle.rules.rules.length} places`
