import type { SchemeBundle } from './bundle.ts'

/** Ids of the tables the app loads: those fields offer and those rules look into. */
export function tablesOfApp({ scheme, rules, tables }: SchemeBundle): readonly string[] {
  const used = new Set<string>(rules.tables)
  for (const field of scheme.sheets.flatMap(({ fields }) => fields)) {
    if (field.kind === 'code') used.add(field.table)
    if (field.kind === 'text' && field.suggestTable !== undefined) used.add(field.suggestTable)
  }
  return Object.keys(tables).filter((id) => used.has(id))
}
