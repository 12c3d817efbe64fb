import type { Scheme } from '#core/scheme/scheme.ts'
import type { Ast } from './ast.ts'
import type { Issue } from './issue.ts'
import { type Frame, hasValues, type RowView } from './rule-frame.ts'
import type { CompiledRule } from './rule-set.ts'
import { runHere, runOnRow, type RunnableRule } from './run-rule.ts'

/** The rules of one sheet, in the order in which their issues stand. The first group has no sheet: the whole record. */
export interface RuleGroup {
  readonly sheet: string
  readonly once: readonly RunnableRule[]
  readonly byRow: readonly RunnableRule[]
}

/** The rules of a scheme, laid out for checking. */
export interface RulePlan {
  readonly groups: readonly RuleGroup[]
  /** Rules whose every run is stale once this field, or this sheet's number of rows, changes. */
  readonly watchers: ReadonlyMap<string, readonly RunnableRule[]>
}

function* sheetsLookedThrough(ast: Ast): Generator<string> {
  if (typeof ast !== 'object') return
  const [operator, ...operands] = ast
  if (operator === 'rows' && typeof operands[0] === 'string') yield operands[0]
  for (const operand of operands) yield* sheetsLookedThrough(operand)
}

/** Sheets of which the rule looks at other rows than its own. */
function wholeSheetsOf({ condition, values, fix }: CompiledRule): ReadonlySet<string> {
  const asts = [condition, ...Object.values(values ?? {}), ...Object.values(fix?.set ?? {})]
  return new Set(asts.flatMap((ast) => Array.from(sheetsLookedThrough(ast))))
}

/** Fields of basic, and fields and number of rows of sheets looked at as a whole; the own row is watched by itself. */
function watchedPaths({ rule, sheet, field, isByRow, reads }: RunnableRule): ReadonlySet<string> {
  const whole = wholeSheetsOf(rule)
  const paths = new Set<string>(whole)
  for (const path of reads) {
    const [owner = ''] = path.split('.')
    if (owner === 'basic' || whole.has(owner)) paths.add(path)
  }
  if (!isByRow && field !== undefined) paths.add(`${sheet}.${field}`)
  return paths
}

/** Lays the rules out: sheet by sheet, within a row field by field, each field's rules in the order of the files. */
export function planRules(rules: readonly RunnableRule[], scheme: Scheme): RulePlan {
  const sorted = [...rules].sort((a, b) => a.fieldOrder - b.fieldOrder)
  const groups = ['', ...scheme.sheets.map(({ key }) => key)].map((sheet): RuleGroup => {
    const own = sorted.filter((rule) => rule.sheet === sheet)
    return { sheet, once: own.filter(({ isByRow }) => !isByRow), byRow: own.filter(({ isByRow }) => isByRow) }
  })
  const watchers = new Map<string, RunnableRule[]>()
  for (const rule of sorted) {
    for (const path of watchedPaths(rule)) {
      const standing = watchers.get(path)
      if (standing) standing.push(rule)
      else watchers.set(path, [rule])
    }
  }
  return { groups, watchers }
}

function checkRow(rules: readonly RunnableRule[], frame: Frame, row: RowView, at: number): readonly Issue[] {
  const issues: Issue[] = []
  const isFilled = hasValues(row)
  for (const rule of rules) {
    const issue = isFilled || rule.rule.emptyRows ? runOnRow(rule, frame, row, at) : undefined
    if (issue) issues.push(issue)
  }
  return issues
}

/** Runs every rule once; each row is walked once. */
export function checkOnce({ groups }: RulePlan, frame: Frame): readonly Issue[] {
  const issues: Issue[] = []
  for (const { sheet, once, byRow } of groups) {
    for (const rule of once) {
      const issue = runHere(rule, frame)
      if (issue) issues.push(issue)
    }
    const rows = byRow.length > 0 ? (frame.rows[sheet] ?? []) : []
    for (const [index, row] of rows.entries()) issues.push(...checkRow(byRow, frame, row, index))
  }
  return issues
}
