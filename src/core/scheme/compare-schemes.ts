import type { TableData } from '#core/codes/table-data.ts'
import type { SchemeManifest } from './bundle.ts'

/** What an update changes in one table. */
export interface TableChange {
  readonly title: string
  /** Codes offered now that were not there. */
  readonly added: number
  /** Codes that were offered and no longer are. */
  readonly removed: number
}

/** What an update changes. */
export interface SchemeChanges {
  readonly tables: readonly TableChange[]
  readonly rules: boolean
  readonly form: boolean
}

const offered = (table: TableData | undefined): ReadonlySet<string> => {
  const abolished = new Set(table?.abolished ?? [])
  return new Set((table?.codes ?? []).filter((_, row) => !abolished.has(row) && table?.to?.[String(row)] === undefined))
}

function changeOf(next: TableData, standing: TableData | undefined): TableChange {
  const [now, then] = [offered(next), offered(standing)]
  const missingIn = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
    [...one].filter((code) => !other.has(code)).length
  return { title: next.title, added: missingIn(now, then), removed: missingIn(then, now) }
}

/** What changes from what is in use to an update; tables that stay the same are left out. */
export function compareSchemes(
  next: { readonly manifest: SchemeManifest; readonly tables: Readonly<Record<string, TableData>> },
  standing: { readonly manifest: SchemeManifest; readonly tables: Readonly<Record<string, TableData>> },
): SchemeChanges {
  const isOther = (part: string): boolean => next.manifest.parts[part] !== standing.manifest.parts[part]
  const tables = Object.entries(next.tables)
    .filter(([id]) => isOther(`tables/${id}`))
    .map(([id, table]) => changeOf(table, standing.tables[id]))
  return { tables, rules: isOther('rules'), form: isOther('scheme') }
}
