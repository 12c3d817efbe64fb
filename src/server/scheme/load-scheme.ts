import { openTable } from '#core/codes/open-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { createRuleEngine, type RuleEngine } from '#core/rules/create-rule-engine.ts'
import type { SchemeBundle } from '#core/scheme/bundle.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { compiledBundle } from './read-codes.ts'
import { loadWrittenRules } from './written-module.ts'

/** The scheme with its tables, to say in words what a record holds. */
export interface SchemeTables {
  readonly bundle: SchemeBundle
  readonly scheme: Scheme
  readonly tables: TableLookup
}

/** The scheme ready to check records with. */
export interface LoadedScheme extends SchemeTables {
  readonly engine: RuleEngine
}

/** Compiles `codes/` (or takes what was compiled before) and opens its tables. */
export async function loadTables(): Promise<SchemeTables> {
  const bundle = await compiledBundle()
  const opened = new Map(Object.values(bundle.tables).map((table) => [table.id, openTable(table)]))
  return { bundle, scheme: bundle.scheme, tables: { table: (id) => opened.get(id) } }
}

/** The same, and makes the engine. */
export async function loadScheme(): Promise<LoadedScheme> {
  const loaded = await loadTables()
  const { bundle, scheme, tables } = loaded
  return { ...loaded, engine: createRuleEngine(bundle.rules, scheme, tables, await loadWrittenRules(bundle)) }
}
