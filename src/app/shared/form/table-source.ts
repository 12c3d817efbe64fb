import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { CodeTable } from '#core/codes/code-table.ts'

/** Where code fields get their tables, and what was chosen from them lately. */
export interface TableSource {
  /** The table, fetched when need be; undefined when it cannot be had now. */
  readonly table: (id: string) => Promise<CodeTable | undefined>
  /** The table if it is already here. */
  readonly peek: (id: string) => CodeTable | undefined
  readonly recent: (id: string) => readonly string[]
  readonly remember: (id: string, code: string) => void
}

/** The scheme's own tables. */
export function useTableSource(): TableSource {
  const scheme = useSchemeStore()
  return {
    table: (id) => scheme.loadTable(id),
    peek: (id) => scheme.lookup.table(id),
    recent: (id) => scheme.recentCodes(id),
    remember: (id, code) => scheme.rememberCode(id, code),
  }
}
