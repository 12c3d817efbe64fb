import { openTable } from '#core/codes/open-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { compileSources } from '#server/scheme/read-codes.ts'

/** `codes/` of this repository, compiled: the bundle, the rules as written, the guide, and the tables opened. */
export async function realCodes() {
  const { bundle, sources, guide } = await compileSources()
  const opened = new Map(Object.values(bundle.tables).map((table) => [table.id, openTable(table)]))
  const tables: TableLookup = { table: (id) => opened.get(id) }
  return { bundle, sources, guide, tables }
}
