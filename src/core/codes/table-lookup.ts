import type { CodeTable } from './code-table.ts'

/** The code tables at hand. A table that has not been loaded yet is undefined. */
export interface TableLookup {
  readonly table: (id: string) => CodeTable | undefined
}
