import type { RecordEdit } from '#core/record/edit-record.ts'
import { formatPath } from '#core/record/field-path.ts'
import { type Scheme, sheetByKey } from '#core/scheme/scheme.ts'
import type { Ast } from './ast.ts'
import type { ConditionCompiler } from './compile-condition.ts'
import type { Issue, IssueFix } from './issue.ts'
import { type Evaluate, type Frame, textOf, toText } from './rule-frame.ts'
import { compileRowComparison, type RowComparison } from './row-comparison.ts'
import type { CompiledRule } from './rule-set.ts'

/** A rule ready to run. */
export interface RunnableRule {
  readonly rule: CompiledRule
  /** What it depends on, `sheet.field`. */
  readonly dependencies: ReadonlySet<string>
  /** Sheet it stands on; empty for the whole record. */
  readonly sheet: string
  /** Position of the sheet in the scheme; -1 for the whole record. */
  readonly position: number
  /** Runs once for every row of its sheet. */
  readonly isByRow: boolean
  /** Where its issues stand among others of the row: its field's position, then its own. */
  readonly fieldOrder: number
  /** True when the issue stands; puts its closure in its place when it first runs. */
  condition: Evaluate
  /** The issue where it stands, `row` being the position of the frame's row; made like the condition. */
  report: (frame: Frame, row: number) => Issue
  /** Tells which rows a change of others concerns; undefined when it must run on all. */
  readonly comparison: () => RowComparison | undefined
}

/** What is made when it is first asked for, and then kept. */
function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

type FillText = (frame: Frame) => string

/** `身份证号第 {n} 位` with the values of its placeholders. */
function compileMessage(template: string, values: ReadonlyMap<string, Evaluate>): FillText {
  const pieces = template.split(/\{(\w+)\}/)
  if (pieces.length === 1) return () => template
  return (frame) =>
    pieces.map((piece, index) => (index % 2 === 0 ? piece : toText(values.get(piece)?.(frame)))).join('')
}

function standingValue(frame: Frame, sheet: string, field: string): string {
  return textOf((sheet === 'basic' ? frame.basic : frame.row).values, field)
}

function compileFix(
  { at, fix }: CompiledRule,
  values: ReadonlyMap<string, Evaluate>,
  compile: (ast: Ast) => Evaluate,
): (frame: Frame, row: number) => IssueFix | undefined {
  if (!fix) return () => undefined
  const ownSheet = 'sheet' in at ? at.sheet : ''
  const label = compileMessage(fix.label, values)
  const setters = Object.entries(fix.set ?? {}).map(([target, ast]) => {
    const [first = '', second] = target.split('.')
    const [sheet, field] = second === undefined ? [ownSheet, first] : [first, second]
    return { sheet, field, value: compile(ast) }
  })
  return (frame, row) => {
    const edits: RecordEdit[] = []
    for (const { sheet, field, value } of setters) {
      const next = toText(value(frame))
      if (next !== standingValue(frame, sheet, field)) {
        edits.push({ kind: 'set', sheet, row: sheet === 'basic' ? 0 : row, field, value: next })
      }
    }
    if (fix.copyRow) {
      const copy = { ...frame.row.values, ...fix.copyRow }
      edits.push({ kind: 'addRow', sheet: ownSheet, at: row + 1, values: copy })
    }
    if (fix.removeRow) edits.push({ kind: 'removeRow', sheet: ownSheet, row })
    return edits.length > 0 ? { label: label(frame), edits } : undefined
  }
}

const mapValues = (asts: Readonly<Record<string, Ast>> | undefined, compile: (ast: Ast) => Evaluate) =>
  new Map(Object.entries(asts ?? {}).map(([key, ast]) => [key, compile(ast)]))

/** Rows for which the issues of a rule that always says the same are kept; a scheme allows 200. */
const keptRows = 200

/** Where the issues of a rule stand, by row. */
function pathsOf({ at }: CompiledRule, isByRow: boolean): (row: number) => string {
  if (!('sheet' in at)) return () => ''
  const field = at.scope === 'field' ? { field: at.field } : {}
  if (isByRow) return (row) => formatPath({ sheet: at.sheet, row, ...field })
  const path = formatPath({ sheet: at.sheet, ...field })
  return () => path
}

/** A rule without values or fix always says the same of a row: said once, then kept. */
function keepIssues(make: (row: number) => Issue): (row: number) => Issue {
  const kept: (Issue | undefined)[] = []
  return (row) => {
    const known = kept[row]
    if (known) return known
    const issue = make(row)
    if (row < keptRows) kept[row] = issue
    return issue
  }
}

/** Message, values and fix become closures when the rule first reports. */
function compileReport(
  rule: CompiledRule,
  pathAt: (row: number) => string,
  compile: (ast: Ast) => Evaluate,
): RunnableRule['report'] {
  const { id, severity, kind } = rule
  if (!rule.values && !rule.fix) {
    const { message } = rule
    const issueAt = keepIssues((row) => Object.freeze({ rule: id, severity, kind, path: pathAt(row), message }))
    return (_, row) => issueAt(row)
  }
  const values = mapValues(rule.values, compile)
  const message = compileMessage(rule.message, values)
  const fixOf = compileFix(rule, values, compile)
  return (frame, row) => {
    const fix = fixOf(frame, row)
    return { rule: id, severity, kind, path: pathAt(row), message: message(frame), ...(fix && { fix }) }
  }
}

/** Makes a rule runnable: what it asks and says becomes closures when it first runs and first reports. */
export function makeRunnable(
  rule: CompiledRule,
  dependencies: ReadonlySet<string>,
  scheme: Scheme,
  compiler: ConditionCompiler,
): RunnableRule {
  const { at } = rule
  const sheetKey = 'sheet' in at ? at.sheet : ''
  const field = at.scope === 'field' ? at.field : ''
  const sheet = sheetByKey(scheme, sheetKey)
  const isByRow = sheet?.kind === 'rows' && at.scope !== 'sheet'
  const compile = (ast: Ast): Evaluate => compiler(ast, { sheet: sheetKey, field })
  const runnable: RunnableRule = {
    rule,
    dependencies,
    sheet: sheetKey,
    position: sheet ? scheme.sheets.indexOf(sheet) : -1,
    isByRow,
    fieldOrder: sheet?.fields.findIndex(({ key }) => key === field) ?? -1,
    condition(frame) {
      runnable.condition = compile(rule.condition)
      return runnable.condition(frame)
    },
    report(frame, row) {
      runnable.report = compileReport(rule, pathsOf(rule, isByRow), compile)
      return runnable.report(frame, row)
    },
    comparison: lazy(() => compileRowComparison(rule, compile)),
  }
  return runnable
}

/** The issue of one run, if it stands. */
export function runRule(rule: RunnableRule, frame: Frame, row: number): Issue | undefined {
  return rule.condition(frame) === true ? rule.report(frame, row) : undefined
}
