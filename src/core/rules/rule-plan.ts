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
  /** Rules by row that read only their own row, by the field that they read. */
  readonly byOwnField: ReadonlyMap<string, readonly RunnableRule[]>
}

/** What runs in a check, sorted once, and what reads what. */
export interface RulePlan {
  readonly ofRecord: readonly RunnableRule[]
  readonly sheets: readonly SheetPlan[]
  /** Rules that a change anywhere makes stale on every row, by `sheet.field`, or by sheet when rows come or go. */
  readonly byPath: ReadonlyMap<string, readonly RunnableRule[]>
}

function* sheetsLookedThrough(ast: Ast): Generator<string> {
  if (typeof ast !== 'object') return
  const [operator, ...operands] = ast
  if (operator === 'rows' && typeof operands[0] === 'string') yield operands[0]
  for (const operand of operands) yield* sheetsLookedThrough(operand)
}

function wholeSheetsOf({ rule: { condition, values, fix } }: RunnableRule): ReadonlySet<string> {
  const asts = [condition, ...Object.values(values ?? {}), ...Object.values(fix?.set ?? {})]
  return new Set(asts.flatMap((ast) => Array.from(sheetsLookedThrough(ast))))
}

/** What a rule depends on: what it reads, its own field, and what its fix would change or copy. */
export function dependenciesOf(
  { at, reads, fix }: CompiledRule,
  fieldsOf: (sheet: string) => readonly string[],
): ReadonlySet<string> {
  const sheet = 'sheet' in at ? at.sheet : ''
  const targets = Object.keys(fix?.set ?? {}).map((target) => (target.includes('.') ? target : `${sheet}.${target}`))
  const copied = fix?.copyRow ? fieldsOf(sheet).map((field) => `${sheet}.${field}`) : []
  return new Set([...reads, ...targets, ...copied, ...(at.scope === 'field' ? [`${sheet}.${at.field}`] : [])])
}

function add(map: Map<string, RunnableRule[]>, key: string, rule: RunnableRule): void {
  const standing = map.get(key)
  if (!standing) map.set(key, [rule])
  else if (!standing.includes(rule)) standing.push(rule)
}

/** Sorts the rules and finds what reads what. */
export function planRules(rules: readonly RunnableRule[], layout: readonly SheetLayout[]): RulePlan {
  const sorted = [...rules].sort((a, b) => a.fieldOrder - b.fieldOrder)
  const byPath = new Map<string, RunnableRule[]>()
  const fieldsOf = (sheet: string): readonly string[] => layout.find(({ key }) => key === sheet)?.fields ?? []
  const byOwnField = new Map(layout.map(({ key }) => [key, new Map<string, RunnableRule[]>()]))
  const sheets = layout.map(({ key, position, isByRow, fields, others }): SheetPlan => {
    const own = sorted.filter(({ sheet }) => sheet === key)
    const byRow = own.filter((runnable) => runnable.isByRow)
    return {
      key,
      position,
      isByRow,
      fields,
      others,
      once: own.filter((runnable) => !runnable.isByRow),
      byRow,
      onEmptyRow: byRow.filter(({ rule }) => rule.emptyRows),
      byOwnField: byOwnField.get(key) ?? new Map(),
    }
  })
  for (const runnable of sorted) {
    const whole = wholeSheetsOf(runnable)
    for (const sheet of whole) add(byPath, sheet, runnable)
    for (const path of dependenciesOf(runnable.rule, fieldsOf)) {
      const [sheet = '', field = ''] = path.split('.')
      const isOwn = runnable.isByRow && sheet === runnable.sheet && !whole.has(sheet)
      if (isOwn) add(byOwnField.get(sheet) ?? new Map(), field, runnable)
      else add(byPath, path, runnable)
    }
  }
  return { ofRecord: sorted.filter(({ sheet }) => sheet === ''), sheets, byPath }
}
