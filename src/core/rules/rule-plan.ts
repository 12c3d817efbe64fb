import type { Ast } from './ast.ts'
import type { SheetLayout } from './rule-frame.ts'
import type { CompiledRule } from './rule-set.ts'
import type { RunnableRule } from './run-rule.ts'

/** The rules of one sheet, in the order in which their issues stand. */
export interface SheetPlan extends SheetLayout {
  readonly once: readonly RunnableRule[]
  readonly byRow: readonly RunnableRule[]
  /** Those of `byRow` that also run on a row without values. */
  readonly onEmptyRow: readonly RunnableRule[]
  /** Rules by row that read only their own row, by the cell that they read. */
  readonly ownByCell: readonly (readonly RunnableRule[])[]
  /** Rules that a change of the cell in any row makes stale wherever they stand. */
  readonly everywhereByCell: readonly (readonly RunnableRule[])[]
  /** Rules that are stale when rows come or go. */
  readonly onCount: readonly RunnableRule[]
}

/** What runs in a check, sorted once, and what reads what. */
export interface RulePlan {
  readonly ofRecord: readonly RunnableRule[]
  readonly sheets: readonly SheetPlan[]
}

function addSheetsLookedThrough(ast: Ast, sheets: Set<string>): void {
  if (typeof ast !== 'object') return
  if (ast[0] === 'rows' && typeof ast[1] === 'string') sheets.add(ast[1])
  for (let index = 1; index < ast.length; index += 1) addSheetsLookedThrough(ast[index] ?? '', sheets)
}

function wholeSheetsOf({ condition, values, fix }: CompiledRule): ReadonlySet<string> {
  const sheets = new Set<string>()
  addSheetsLookedThrough(condition, sheets)
  for (const ast of Object.values(values ?? {})) addSheetsLookedThrough(ast, sheets)
  for (const ast of Object.values(fix?.set ?? {})) addSheetsLookedThrough(ast, sheets)
  return sheets
}

/** What a rule depends on: what it reads, its own field, and what its fix would change or copy. */
export function dependenciesOf(
  { at, reads, fix }: CompiledRule,
  fieldsOf: (sheet: string) => readonly string[],
): ReadonlySet<string> {
  const paths = new Set(reads)
  const sheet = 'sheet' in at ? at.sheet : ''
  if (at.scope === 'field') paths.add(`${sheet}.${at.field}`)
  for (const target of Object.keys(fix?.set ?? {})) paths.add(target.includes('.') ? target : `${sheet}.${target}`)
  if (fix?.copyRow) for (const field of fieldsOf(sheet)) paths.add(`${sheet}.${field}`)
  return paths
}

/** Which rules a change makes stale: by place in their own row, by place everywhere, by sheet when rows come or go. */
interface Readers {
  readonly own: Map<string, Set<RunnableRule>>
  readonly everywhere: Map<string, Set<RunnableRule>>
}

function add(map: Map<string, Set<RunnableRule>>, key: string, rule: RunnableRule): void {
  const standing = map.get(key)
  if (standing) standing.add(rule)
  else map.set(key, new Set([rule]))
}

function readersOf(rules: readonly RunnableRule[]): Readers {
  const readers: Readers = { own: new Map(), everywhere: new Map() }
  for (const runnable of rules) {
    const whole = wholeSheetsOf(runnable.rule)
    for (const sheet of whole) add(readers.everywhere, sheet, runnable)
    for (const path of runnable.dependencies) {
      const sheet = path.slice(0, Math.max(0, path.indexOf('.')))
      const isOwn = runnable.isByRow && sheet === runnable.sheet && !whole.has(sheet)
      add(isOwn ? readers.own : readers.everywhere, path, runnable)
    }
  }
  return readers
}

/** Sorts the rules and finds what reads what. */
export function planRules(rules: readonly RunnableRule[], layout: readonly SheetLayout[]): RulePlan {
  const sorted = [...rules].sort((a, b) => a.fieldOrder - b.fieldOrder)
  const { own, everywhere } = readersOf(sorted)
  const sheets = layout.map((sheet): SheetPlan => {
    const ofSheet = sorted.filter((runnable) => runnable.sheet === sheet.key)
    const byRow = ofSheet.filter((runnable) => runnable.isByRow)
    const byCell = (readers: Readers['own']) =>
      sheet.fields.map((field) => [...(readers.get(`${sheet.key}.${field}`) ?? [])])
    return {
      ...sheet,
      once: ofSheet.filter((runnable) => !runnable.isByRow),
      byRow,
      onEmptyRow: byRow.filter(({ rule }) => rule.emptyRows),
      ownByCell: byCell(own),
      everywhereByCell: byCell(everywhere),
      onCount: [...(everywhere.get(sheet.key) ?? [])],
    }
  })
  return { ofRecord: sorted.filter(({ sheet }) => sheet === ''), sheets }
}
