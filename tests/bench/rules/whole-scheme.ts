import { createRuleEngine, type RuleEngine } from '#core/rules/create-rule-engine.ts'
import { takeWritten } from '#tests/support/written-rules.ts'
import { bundle, scheme, tables } from './subject.ts'

/** Makes the engine of the whole scheme, to be measured. */
export const makeRealEngine = (): RuleEngine => createRuleEngine(bundle.rules, scheme, tables)
const written = await takeWritten(bundle.rules, scheme)
/** The same, its full check by the rules as the build writes them out. */
export const makeWrittenEngine = (): RuleEngine => createRuleEngine(bundle.rules, scheme, tables, written)
/** How many rules that are, and at how many places. */
export const realRules = `${new Set(bundle.rules.rules.map(({ id }) => id)).size} rules at ${bundle.rules.rules.length} places`
