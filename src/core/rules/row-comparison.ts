import { type Ast, macros } from './ast.ts'
import type { Evaluate, Frame, RowView } from './rule-frame.ts'
import type { CompiledRule } from './rule-set.ts'

/** A row before and after a change, each as the only row of its sheet. */
export interface ChangedRow {
  readonly sheet: string
  readonly index: number
  readonly before: Frame['rows']
  readonly after: Frame['rows']
}

/**
 * Whether a change of other rows may change what a rule says of the frame's row. A rule that compares its row with
 * every other would else run n × n times for one edit.
 */
export type RowComparison = (frame: Frame, changes: readonly ChangedRow[]) => boolean

interface Look {
  readonly sheet: string
  /** `["exists", rows, body]`, asked of one row at a time. */
  readonly ast: Ast
}

const deciding: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one'])

/** The frame's rows with this one alone in its sheet. */
export function aloneInSheet(position: number, row: RowView): Frame['rows'] {
  const rows: (readonly RowView[])[] = Array.from({ length: position }, () => [])
  rows.push([row])
  return rows
}

function looksThroughRows(ast: Ast): boolean {
  if (typeof ast !== 'object') return false
  const [operator, ...operands] = ast
  return operator === 'rows' || operands.some(looksThroughRows)
}

/** Whether the body speaks of the row as a whole, and not of its cells. */
function namesWholeItem(ast: Ast): boolean {
  if (typeof ast !== 'object') return false
  const [operator, ...operands] = ast
  return (operator === 'item' && operands.length === 1) || operands.some(namesWholeItem)
}

/** A macro as something asked of each row in turn, if it is that. */
function lookOf([operator, list, body = '']: readonly Ast[]): Look | undefined {
  if (typeof operator !== 'string' || !deciding.has(operator)) return undefined
  if (typeof list !== 'object' || list[0] !== 'rows' || typeof list[1] !== 'string') return undefined
  return looksThroughRows(body) || namesWholeItem(body) ? undefined : { sheet: list[1], ast: ['exists', list, body] }
}

/** How a condition looks through rows; undefined where that is more than asking something of each in turn. */
function looksOf(ast: Ast): readonly Look[] | undefined {
  if (typeof ast !== 'object' || !looksThroughRows(ast)) return []
  const [operator, ...operands] = ast
  if (operator === 'rows') return undefined
  if (macros.has(operator)) {
    const look = lookOf(ast)
    return look && [look]
  }
  const looks: Look[] = []
  for (const operand of operands) {
    const found = looksOf(operand)
    if (!found) return undefined
    looks.push(...found)
  }
  return looks
}

/** What must hold of the row itself before a condition looks further. */
function guardOf(condition: Ast): Ast {
  if (typeof condition !== 'object' || condition[0] !== '&&') return true
  const [, ...sides] = condition
  const [first = true, second, ...others] = sides.slice(0, Math.max(0, sides.findIndex(looksThroughRows)))
  return second === undefined ? first : ['&&', first, second, ...others]
}

/** Makes the comparison of a rule on rows; undefined for one that must run wherever it stands. */
export function compileRowComparison(
  { condition, values, fix }: CompiledRule,
  compile: (ast: Ast) => Evaluate,
): RowComparison | undefined {
  const texts = [...Object.values(values ?? {}), ...Object.values(fix?.set ?? {})]
  const found = looksOf(condition)
  if (!found || texts.some(looksThroughRows)) return undefined
  const guard = compile(guardOf(condition))
  const looks = found.map(({ sheet, ast }) => ({ sheet, look: compile(ast) }))

  function differs(frame: Frame, { sheet, before, after }: ChangedRow): boolean {
    for (const { sheet: seen, look } of looks) {
      if (seen !== sheet) continue
      frame.rows = before
      const was = look(frame)
      frame.rows = after
      if (look(frame) !== was) return true
    }
    return false
  }

  return (frame, changes) => {
    if (guard(frame) !== true) return false
    const { rows } = frame
    const mayChange = changes.some((change) => differs(frame, change))
    frame.rows = rows
    return mayChange
  }
}
