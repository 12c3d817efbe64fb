import { openTable } from '#core/codes/open-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { createRuleEngine, type RuleEngine } from '#core/rules/create-rule-engine.ts'
import type { SchemeBundle, SchemeIdentity } from '#core/scheme/bundle.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { compiledBundle } from './read-codes.ts'
import { loadWrittenRules } from './written-module.ts'

/** The scheme ready to check records with. */
export interface LoadedScheme {
  readonly bundle: SchemeBundle
  readonly scheme: Scheme
  readonly tables: TableLookup
  readonly engine: RuleEngine
}

/** Which scheme `codes/` makes, without what it takes to check by it. */
export async function schemeInUse(): Promise<Pick<SchemeIdentity, 'id' | 'version'>> {
  const { id, version } = (await compiledBundle()).manifest
  return { id, version }
}

/** Compiles `codes/` (or takes what was compiled before) and makes the engine. */
export async function loadScheme(): Promise<LoadedScheme> {
  const bundle = await compiledBundle()
  const opened = new Map(Object.values(bundle.tables).map((table) => [table.id, openTable(table)]))
  const tables: TableLookup = { table: (id) => opened.get(id) }
  const { rules, scheme } = bundle
  return { bundle, scheme, tables, engine: createRuleEngine(rules, scheme, tables, await loadWrittenRules(bundle)) }
}
