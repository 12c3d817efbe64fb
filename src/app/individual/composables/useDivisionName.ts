import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'

/** What a division is called, as far up as its region; its code until the table is here. */
export function useDivisionName(): (code: string) => string {
  const scheme = useSchemeStore()
  void scheme.loadTable('divisions')
  return (code) => {
    const table = scheme.lookup.table('divisions')
    return table?.has(code) ? table.fullName(code) : code
  }
}
