import type { TableLookup } from '#core/codes/table-lookup.ts'
import { emptyRecord, type PersonRecord } from '#core/record/record.ts'
import { createRuleEngine, type RuleEngine } from '#core/rules/create-rule-engine.ts'
import type { SchemeBundle } from '#core/scheme/bundle.ts'
import type { ExampleRecord, ExampleSource, RuleSource } from '#core/scheme/compile/rule-source.ts'

/** What a rule said of an example. */
export interface Found {
  readonly path: string
  readonly message: string
}

interface Named {
  readonly id: string
  readonly part?: string
}

const defaultToday = '2012-06-01'

/** The example's record with nothing filled in besides. */
export function exampleRecord({ flow: _flow, ...sheets }: ExampleRecord): PersonRecord {
  const blank = emptyRecord({ scheme: 'gx-zyjs', schemeVersion: '2012.1', id: '018f3c2e-7b1a-7c3d-8e4f-5a6b7c8d9e0f' })
  return { ...blank, ...sheets }
}

const recordOf = (example: ExampleSource): ExampleRecord => ('fails' in example ? example.fails : example.passes)

/** An engine that knows this rule (and part) only: what it says is the rule's. */
export function engineOf(named: Named, { rules, scheme }: SchemeBundle, tables: TableLookup): RuleEngine {
  const isSame = ({ id, part }: Named): boolean => id === named.id && part === named.part
  return createRuleEngine(
    { ...rules, rules: rules.rules.filter(isSame), cleanups: rules.cleanups.filter(isSame) },
    scheme,
    tables,
  )
}

/** What the rule says of an example. */
export function findingsOf(source: RuleSource, example: ExampleSource, engine: RuleEngine): readonly Found[] {
  const record = recordOf(example)
  if (source.at === 'handingIn') return engine.checkHandingIn(record.flow ?? {})
  return engine.check(exampleRecord(record), { today: example.today ?? defaultToday })
}

/** What the clean-up does to an example. */
export function changesOf(example: ExampleSource, engine: RuleEngine): readonly Found[] {
  return engine.clean(exampleRecord(recordOf(example))).changes
}

/** What an example says the issue must look like. */
export function wantedOf({ at, message }: ExampleSource): Partial<Found> {
  return { ...(at !== undefined && { path: at }), ...(message !== undefined && { message }) }
}
