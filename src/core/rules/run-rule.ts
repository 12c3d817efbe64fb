import type { RecordEdit } from '#core/record/edit-record.ts'
import { formatPath } from '#core/record/field-path.ts'
import { type Scheme, sheetByKey } from '#core/scheme/scheme.ts'
import type { Ast } from './ast.ts'
import type { Evaluate } from './compile-condition.ts'
import type { Issue, IssueFix } from './issue.ts'
import { type Frame, noRow, type RowView, textOf, toText } from './rule-frame.ts'
import type { CompiledRule } from './rule-set.ts'

/** A rule ready to run. */
export interface RunnableRule {
  readonly rule: CompiledRule
  /** Sheet it stands on; empty for the whole record. */
  readonly sheet: string
  readonly field: string | undefined
  /** Runs once for every row of its sheet. */
  readonly isByRow: boolean
  /** Where its issues stand among others of the row: its field's position, then its own. */
  readonly fieldOrder: number
  /** What it reads, and the fields of basic that its fix compares with. */
  readonly reads: ReadonlySet<string>
  /** The issue of one run, if it stands. `row` is the row's position. */
  readonly run: (frame: Frame, row: number) => Issue | undefined
}

type FillText = (frame: Frame) => string

/** `身份证号第 {n} 位` with the values of its placeholders. */
function compileMessage(template: string, values: Readonly<Record<string, Evaluate>>): FillText {
  const pieces = template.split(/\{(\w+)\}/)
  if (pieces.length === 1) return () => template
  return (frame) => pieces.map((piece, index) => (index % 2 === 0 ? piece : toText(values[piece]?.(frame)))).join('')
}

function standingValue(frame: Frame, sheet: string, field: string): string {
  return textOf(sheet === 'basic' ? frame.basic : frame.row.values, field)
}

function compileFix(
  { at, fix }: CompiledRule,
  values: Readonly<Record<string, Evaluate>>,
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
  Object.fromEntries(Object.entries(asts ?? {}).map(([key, ast]) => [key, compile(ast)]))

/** Makes a rule runnable: condition, message and fix become closures; texts are built only when it reports. */
export function makeRunnable(rule: CompiledRule, scheme: Scheme, compile: (ast: Ast) => Evaluate): RunnableRule {
  const { at, id, severity, kind } = rule
  const sheetKey = 'sheet' in at ? at.sheet : ''
  const field = at.scope === 'field' ? at.field : undefined
  const sheet = sheetByKey(scheme, sheetKey)
  const isByRow = sheet?.kind === 'rows' && at.scope !== 'sheet'
  const condition = compile(rule.condition)
  const values = mapValues(rule.values, compile)
  const message = compileMessage(rule.message, values)
  const fixOf = compileFix(rule, values, compile)
  const fieldOrder = sheet?.fields.findIndex(({ key }) => key === field) ?? -1
  const report = (frame: Frame, row: number): Issue => {
    const path =
      sheetKey === ''
        ? ''
        : formatPath({ sheet: sheetKey, ...(isByRow && { row }), ...(field !== undefined && { field }) })
    const fix = fixOf(frame, row)
    return { rule: id, severity, kind, path, message: message(frame), ...(fix && { fix }) }
  }
  return {
    rule,
    sheet: sheetKey,
    field,
    isByRow,
    fieldOrder,
    reads: new Set([...rule.reads, ...Object.keys(rule.fix?.set ?? {}).filter((path) => path.startsWith('basic.'))]),
    run: (frame, row) => (condition(frame) === true ? report(frame, row) : undefined),
  }
}

/** Runs a rule that stands on no row. */
export function runHere(runnable: RunnableRule, frame: Frame): Issue | undefined {
  frame.row = noRow
  frame.value = runnable.field === undefined ? '' : textOf(frame.basic, runnable.field)
  return runnable.run(frame, 0)
}

/** Runs a rule on the row at this position. */
export function runOnRow(runnable: RunnableRule, frame: Frame, row: RowView, at: number): Issue | undefined {
  frame.row = row
  frame.value = runnable.field === undefined ? '' : textOf(row.values, runnable.field)
  return runnable.run(frame, at)
}
