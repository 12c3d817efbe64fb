import * as v from 'valibot'

/**
 * A checked condition as JSON: a literal, or `[operator, …]`. Names are resolved when `codes/` is compiled:
 *
 * - `["value"]`, `["today"]`, `["flow", key]`
 * - `["basic", field]`, `["row", field]`, `["rows", sheet]`, `["item", depth]`, `["item", depth, field]`
 * - `["call", function, …arguments]`, `["list", …items]`, `["size", x]`
 * - `["!", x]`, `["-", x]`, `["?", condition, then, else]`, `["&&", …]`, `["||", …]`
 * - `["==", a, b]` and so on, `["in", item, list]`
 * - `["startsWith" | "endsWith" | "contains" | "matches", text, other]`
 * - `["exists" | "all" | "exists_one" | "filter" | "map", list, body]`, the item bound at the next depth
 */
export type Ast = string | number | boolean | readonly [string, ...Ast[]]

/** Deepest nesting and longest text a condition from outside may have. */
const limits = { depth: 40, text: 1000, items: 500 } as const

/** Operators that go through a list, the item bound in their body. */
export const macros: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one', 'filter', 'map'])

/** An operand that names something; empty for anything else. */
export const wordOf = (operand: Ast | undefined): string => (typeof operand === 'string' ? operand : '')

const names: ReadonlySet<string> = new Set(['value', 'today'])
const arities: Readonly<Record<string, readonly [number, number]>> = {
  flow: [1, 1],
  basic: [1, 1],
  row: [1, 1],
  rows: [1, 1],
  item: [1, 2],
  call: [1, 8],
  list: [0, limits.items],
  size: [1, 1],
  '!': [1, 1],
  '?': [3, 3],
  '-': [1, 2],
  '&&': [2, limits.items],
  '||': [2, limits.items],
  ...Object.fromEntries(
    ['==', '!=', '<', '<=', '>', '>=', '+', '*', '/', '%', 'in', 'startsWith', 'endsWith', 'contains', 'matches'].map(
      (operator) => [operator, [2, 2] as const],
    ),
  ),
  ...Object.fromEntries(Array.from(macros, (macro) => [macro, [2, 2] as const])),
}

function isPattern(pattern: unknown): boolean {
  if (typeof pattern !== 'string') return false
  try {
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}

function isOperation(node: readonly unknown[], depth: number): boolean {
  const [operator, ...operands] = node
  if (typeof operator !== 'string') return false
  if (names.has(operator)) return operands.length === 0
  const arity = Object.hasOwn(arities, operator) ? arities[operator] : undefined
  if (!arity || operands.length < arity[0] || operands.length > arity[1]) return false
  if (operator === 'matches' && !isPattern(operands[1])) return false
  return operands.every((operand) => isAst(operand, depth + 1))
}

/** Whether this is a condition: bounded in depth, only known operators, patterns that compile. */
function isAst(node: unknown, depth = 0): node is Ast {
  if (typeof node === 'string') return node.length <= limits.text
  if (typeof node === 'boolean') return true
  if (typeof node === 'number') return Number.isSafeInteger(node)
  return depth < limits.depth && Array.isArray(node) && isOperation(node, depth)
}

/** Valibot schema of a condition from outside. */
export const astSchema = v.custom<Ast>((node) => isAst(node))
