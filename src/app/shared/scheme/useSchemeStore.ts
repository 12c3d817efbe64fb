import { defineStore } from 'pinia'
import { computed, markRaw, shallowReactive, shallowRef } from 'vue'
import { recentFirst } from '#app/platform/storage/recent-codes.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { spoken } from '#app/shared/words/spoken.ts'
import type { CodeTable } from '#core/codes/code-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { RuleEngine } from '#core/rules/create-rule-engine.ts'

/** The scheme at hand: its form at once, its tables and rules as they arrive. */
export const useSchemeStore = defineStore('scheme', () => {
  const { scheme: source, recentCodes: keeper } = usePlatform()
  const recents = shallowReactive(new Map<string, readonly string[]>())
  const tables = shallowRef<ReadonlyMap<string, CodeTable>>(new Map())
  const engine = shallowRef<RuleEngine>()
  const error = shallowRef<AppError>()
  const pending = new Map<string, Promise<CodeTable | undefined>>()
  const lookup = computed<TableLookup>(() => {
    const loaded = tables.value
    return { table: (id) => loaded.get(id) }
  })

  async function fetchTable(id: string): Promise<CodeTable | undefined> {
    try {
      const [loaded, { openTable }] = await Promise.all([source.loadTable(id), import('#core/codes/open-table.ts')])
      if (loaded.ok) {
        const table = openTable(loaded.value)
        tables.value = new Map(tables.value).set(id, table)
        return table
      }
      error.value = loaded.error
      return undefined
    } finally {
      if (!tables.value.has(id)) pending.delete(id) // asked for again, it is fetched again
    }
  }

  /** The table, fetched once; undefined when it cannot be had now. */
  function loadTable(id: string): Promise<CodeTable | undefined> {
    const known = pending.get(id) ?? fetchTable(id)
    pending.set(id, known)
    return known
  }

  /** Loads rules and all tables and makes the engine; until then nothing is checked. */
  async function prepareRules(): Promise<void> {
    if (engine.value) return
    const [rules, { createRuleEngine }] = await Promise.all([
      source.loadRules(),
      import('#core/rules/create-rule-engine.ts'),
      ...source.tableIds.map(loadTable),
    ])
    if (!rules.ok) {
      error.value = rules.error
      return
    }
    if (source.tableIds.some((id) => !tables.value.has(id))) return
    error.value = undefined
    engine.value = markRaw(createRuleEngine(rules.value, source.scheme, lookup.value))
  }

  /** The codes chosen last in a table, newest first. */
  const recentCodes = (table: string): readonly string[] => recents.get(table) ?? []

  function rememberCode(table: string, code: string): void {
    recents.set(table, recentFirst(code, recentCodes(table)))
    void keeper.keep(table, code)
  }
  /** What was chosen for a record that is locked is offered to nobody. */
  const forgetCodes = (): void => recents.clear()
  keeper.onLocked(forgetCodes)

  async function recallCodes(): Promise<void> {
    for (const [table, codes] of await keeper.all()) if (!recents.has(table)) recents.set(table, codes)
  }
  void recallCodes()

  return {
    recentCodes,
    rememberCode,
    forgetCodes,
    /** As it is shown; what is printed, signed or sent is official. */
    scheme: markRaw(spoken.scheme(source.scheme)),
    officialScheme: markRaw(source.scheme),
    manifest: markRaw(source.manifest),
    tables,
    lookup,
    engine,
    error,
    loadTable,
    prepareRules,
  }
})
