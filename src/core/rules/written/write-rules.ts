import type { Scheme } from '#core/scheme/scheme.ts'
import { arrangeRules } from '../arrange-rules.ts'
import type { ConditionCompiler } from '../compile-condition.ts'
import type { SheetLayout } from '../rule-frame.ts'
import type { SheetPlan } from '../rule-plan.ts'
import type { RuleSet } from '../rule-set.ts'
import type { RunnableRule } from '../run-rule.ts'
import { cellName, type Constants, NotWritable, writeTest } from './write-expression.ts'

const compileNothing: ConditionCompiler = () => () => false

interface Page {
  readonly layout: ReadonlyMap<string, SheetLayout>
  readonly constants: Constants
  readonly numberOf: (runnable: RunnableRule) => number
}

/** The condition as JavaScript; one that cannot be written is asked of its closure. */
function writeCondition(runnable: RunnableRule, { layout, constants, numberOf }: Page): string {
  const { rule, sheet } = runnable
  const field = rule.at.scope === 'field' ? rule.at.field : ''
  try {
    const scope = { layout, place: { sheet, field }, rowSheet: sheet, macros: [] }
    return writeTest(rule.condition, { scope, constants, isWhole: [] })
  } catch (cause) {
    if (!(cause instanceof NotWritable)) throw cause
    return `ask(${numberOf(runnable)}, n)`
  }
}

const writeRule = (runnable: RunnableRule, page: Page): string =>
  `if (${writeCondition(runnable, page)}) out.push(say(${page.numberOf(runnable)}, n));`

const writeRules = (rules: readonly RunnableRule[], page: Page): readonly string[] =>
  rules.map((runnable) => writeRule(runnable, page))

const readCell = (row: string, field: string): string => `T(${row}[${JSON.stringify(field)}])`

/** One row: its cells read once, then every rule in its order. */
function writeRow({ position, fields, others, byRow, onEmptyRow }: SheetPlan, page: Page): readonly string[] {
  const last = fields.length - 1
  const cells = fields.slice(0, last).map((field, index) => `${cellName('row', index)} = ${readCell('row', field)}`)
  const filled = [
    ...fields.slice(0, last).map((_, index) => `${cellName('row', index)} !== ""`),
    ...others.map((field) => `${readCell('row', field)} !== ""`),
  ]
  const rules = writeRules(byRow, page)
  // Few rules speak of the row's number.
  const number = cellName('row', last)
  const isNumberRead = rules.some((rule) => rule.split(/\b/).includes(number))
  if (isNumberRead) cells.push(`${number} = String(n + 1)`)
  return [
    `function row${position}(row, n, b, s, today, out, say, ask) {`,
    ...(cells.length > 0 ? [`const ${cells.join(', ')};`] : []),
    `if (!(${filled.join(' || ') || 'false'})) {`,
    ...writeRules(onEmptyRow, page),
    'return;',
    '}',
    ...rules,
    '}',
  ]
}

function writeSheet({ position, isByRow, once, byRow }: SheetPlan, page: Page): readonly string[] {
  const rows = `s[${position}]`
  const walk = `for (let n = 0; n < ${rows}.length; n += 1) row${position}(${rows}[n], n, b, s, today, out, say, ask);`
  return [...writeRules(once, page), ...(isByRow && byRow.length > 0 ? [walk] : [])]
}

const helpers = [
  'const T = (value) => (typeof value === "string" ? value : "");',
  'const N = (value) => (typeof value === "number" && Number.isFinite(value) ? value : 0);',
  'const A = (value) => (Array.isArray(value) ? value : []);',
]

/**
 * The rules as a module, `makeCheck` its one export: what a careful person would write by hand, so that a check in
 * bulk costs no more. Made when the app is built; rules that come later as data run as closures.
 */
export function writeOutRules(rules: RuleSet, scheme: Scheme): string {
  const { runnables, plan } = arrangeRules(rules, scheme, () => compileNothing)
  const numbers = new Map(runnables.map((runnable, index) => [runnable, index]))
  const layout = new Map(plan.sheets.map((sheet) => [sheet.key, sheet]))
  const constants: Constants = new Map()
  const page: Page = { layout, constants, numberOf: (runnable) => numbers.get(runnable) ?? -1 }
  const ofRecord = writeRules(plan.ofRecord, page)
  const rows = plan.sheets.filter(({ isByRow, byRow }) => isByRow && byRow.length > 0)
  const functions = rows.flatMap((sheet) => writeRow(sheet, page))
  const sheets = plan.sheets.flatMap((sheet) => writeSheet(sheet, page))
  const basic = plan.sheets.find(({ isByRow }) => !isByRow)
  const cells = (basic?.fields ?? []).map((field, index) => `c${index}: ${readCell('basic', field)}`)
  return [
    'export function makeCheck(call) {',
    ...helpers,
    ...Array.from(constants, ([text, name]) => `const ${name} = ${text};`),
    ...functions,
    'return (basic, s, today, { say, ask }) => {',
    'const n = 0;',
    'const out = [];',
    `const b = { ${cells.join(', ')} };`,
    ...ofRecord,
    ...sheets,
    'return out;',
    '};',
    '}',
    '',
  ].join('\n')
}
