import { type Ast, macros, wordOf } from './ast.ts'
import {
  cellOf,
  compileCell,
  compileCellComparison,
  compileGuard,
  type FieldPlace,
  type Scope,
} from './compile-cell.ts'
import { type Call, makeCallCompiler, typeOf } from './compile-call.ts'
import { type Evaluate, type Frame, type SheetLayout, stringOf, textOf, type Value } from './rule-frame.ts'

/** Makes closures for the conditions of one place; without a place `value` is the value under clean-up. */
export type ConditionCompiler = (ast: Ast, place?: FieldPlace) => Evaluate

type Operands = readonly Ast[]
type Compile = (ast: Ast) => Evaluate

const listOf = (value: Value): readonly Value[] => (Array.isArray(value) ? value : [])
const numberOf = (value: Value): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)

function compileRead(operator: string, [first]: Operands, { layout }: Scope): Evaluate {
  switch (operator) {
    case 'value':
      return (frame) => frame.value
    case 'today':
      return (frame) => frame.today
    case 'flow': {
      const key = wordOf(first)
      return (frame) => textOf(frame.flow, key)
    }
    case 'rows': {
      const position = layout.get(wordOf(first))?.position ?? -1
      return (frame) => frame.rows[position] ?? []
    }
    default: {
      const depth = typeof first === 'number' ? first : 0
      return (frame) => frame.items[depth] ?? ''
    }
  }
}

const comparisons: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '+': (a, b) => (typeof a === 'string' ? a + stringOf(b) : numberOf(a) + numberOf(b)),
  '-': (a, b) => numberOf(a) - numberOf(b),
  '*': (a, b) => numberOf(a) * numberOf(b),
  '/': (a, b) => numberOf(Math.trunc(numberOf(a) / numberOf(b))),
  '%': (a, b) => numberOf(numberOf(a) % numberOf(b)),
  in: (a, b) => listOf(b).includes(a),
  startsWith: (a, b) => stringOf(a).startsWith(stringOf(b)),
  endsWith: (a, b) => stringOf(a).endsWith(stringOf(b)),
  contains: (a, b) => stringOf(a).includes(stringOf(b)),
}

/** A comparison with a constant: no call for the right side. */
function compileWithConstant(operator: string, a: Evaluate, right: Ast): Evaluate | undefined {
  if (operator === '==' && typeof right === 'string') return (frame) => a(frame) === right
  if (operator === '!=' && typeof right === 'string') return (frame) => a(frame) !== right
  if (operator !== 'in' || typeof right !== 'object' || right[0] !== 'list') return undefined
  if (!right.every((item) => typeof item === 'string')) return undefined
  const items: ReadonlySet<unknown> = new Set(right.slice(1))
  return (frame) => items.has(a(frame))
}

function compileBinary(operator: string, [left = '', right = '']: Operands, compile: Compile): Evaluate {
  const a = compile(left)
  const withConstant = compileWithConstant(operator, a, right)
  if (withConstant) return withConstant
  const b = compile(right)
  const isText = typeOf(left) === 'string' && typeOf(right) === 'string'
  if (isText && operator === '<') return (frame) => stringOf(a(frame)) < stringOf(b(frame))
  if (isText && operator === '>') return (frame) => stringOf(a(frame)) > stringOf(b(frame))
  if (isText && operator === '==') return (frame) => stringOf(a(frame)) === stringOf(b(frame))
  const apply = comparisons[operator] ?? (() => false)
  return (frame) => apply(a(frame), b(frame))
}

function compileLogic(operator: string, operands: Operands, compile: Compile): Evaluate {
  const sides = operands.map(compile)
  const [a, b, c] = sides
  if (operator === '&&') {
    if (a && b && sides.length === 2) return (frame) => a(frame) === true && b(frame) === true
    if (a && b && c && sides.length === 3) {
      return (frame) => a(frame) === true && b(frame) === true && c(frame) === true
    }
    return (frame) => {
      for (const side of sides) if (side(frame) !== true) return false
      return true
    }
  }
  if (a && b && sides.length === 2) return (frame) => a(frame) === true || b(frame) === true
  return (frame) => {
    for (const side of sides) if (side(frame) === true) return true
    return false
  }
}

/** The sheet whose rows a list holds. */
function sheetOfList(list: Ast | undefined): string | undefined {
  if (typeof list !== 'object') return undefined
  if (list[0] === 'rows') return wordOf(list[1])
  return list[0] === 'filter' ? sheetOfList(list[1]) : undefined
}

/** `exists` and `all` over a sheet, by far the most used: rows only, and out at the first that decides. */
function compileRowMacro(operator: string, items: Evaluate, test: Evaluate, depth: number): Evaluate | undefined {
  if (operator !== 'exists' && operator !== 'all') return undefined
  const decides = operator === 'exists'
  return (frame) => {
    for (const item of listOf(items(frame))) {
      if (typeof item === 'object' && 'cells' in item) frame.rowItems[depth] = item
      if ((test(frame) === true) === decides) return decides
    }
    return !decides
  }
}

/** Runs the body for each item of the list, the item standing at this depth of the frame. */
function compileMacro(operator: string, items: Evaluate, test: Evaluate, depth: number): Evaluate {
  const at = (frame: Frame, item: Value): Value => {
    frame.items[depth] = item
    if (typeof item === 'object' && 'cells' in item) frame.rowItems[depth] = item
    return test(frame)
  }
  switch (operator) {
    case 'exists':
      return (frame) => listOf(items(frame)).some((item) => at(frame, item) === true)
    case 'all':
      return (frame) => listOf(items(frame)).every((item) => at(frame, item) === true)
    case 'exists_one':
      return (frame) => listOf(items(frame)).filter((item) => at(frame, item) === true).length === 1
    case 'filter':
      return (frame) => listOf(items(frame)).filter((item) => at(frame, item) === true)
    default:
      return (frame) => listOf(items(frame)).map((item) => at(frame, item))
  }
}

function compilePattern([text, pattern]: Operands, compile: Compile): Evaluate {
  const subject = compile(text ?? '')
  const expression = new RegExp(wordOf(pattern), 'u')
  return (frame) => expression.test(stringOf(subject(frame)))
}

function compileSize([operand]: Operands, compile: Compile): Evaluate {
  const subject = compile(operand ?? '')
  return (frame) => {
    const value = subject(frame)
    return typeof value === 'string' ? Array.from(value).length : listOf(value).length
  }
}

const reads: ReadonlySet<string> = new Set(['value', 'today', 'flow', 'basic', 'row', 'rows', 'item'])

function compileRowsMacro(
  operator: string,
  [list = '', body = '']: Operands,
  scope: Scope,
  compileAt: CompileAt,
): Evaluate {
  const depth = scope.macros.length
  const sheet = sheetOfList(list)
  const items = compileAt(list, scope)
  const test = compileAt(body, { ...scope, macros: [...scope.macros, sheet] })
  const byRow = sheet === undefined ? undefined : compileRowMacro(operator, items, test, depth)
  return byRow ?? compileMacro(operator, items, test, depth)
}

function compileList(operands: Operands, compile: Compile): Evaluate {
  const items = operands.map(compile)
  return (frame) => items.map((item) => item(frame))
}

/** `value != "" && …` in one closure. */
function compileGuarded(
  operator: string,
  [guard, ...rest]: Operands,
  scope: Scope,
  compile: Compile,
): Evaluate | undefined {
  const [only = false] = rest
  if (operator !== '&&') return undefined
  return compileGuard(guard, rest.length === 1 ? compile(only) : compileLogic(operator, rest, compile), scope)
}

const specials: Readonly<Record<string, (operator: string, operands: Operands, compile: Compile) => Evaluate>> = {
  '&&': compileLogic,
  '||': compileLogic,
  matches: (_, operands, compile) => compilePattern(operands, compile),
  size: (_, operands, compile) => compileSize(operands, compile),
  list: (_, operands, compile) => compileList(operands, compile),
}

type CompileAt = (ast: Ast, scope: Scope) => Evaluate

/** Makes conditions into closures once; nothing is interpreted afterwards. */
export function makeConditionCompiler(
  functions: ReadonlyMap<string, Call>,
  sheets: readonly SheetLayout[],
): ConditionCompiler {
  const compileCall = makeCallCompiler(functions)
  const layout = new Map(sheets.map((sheet) => [sheet.key, sheet]))

  function compileAt(ast: Ast, scope: Scope): Evaluate {
    if (typeof ast !== 'object') return () => ast
    const cell = cellOf(ast, scope)
    if (cell) return compileCell(cell)
    const [operator, ...operands] = ast
    const compile: Compile = (operand) => compileAt(operand, scope)
    if (reads.has(operator)) return compileRead(operator, operands, scope)
    if (macros.has(operator)) return compileRowsMacro(operator, operands, scope, compileAt)
    const ofCell =
      compileCellComparison(operator, operands, scope) ?? compileGuarded(operator, operands, scope, compile)
    if (ofCell) return ofCell
    const special = Object.hasOwn(specials, operator) ? specials[operator] : undefined
    return special ? special(operator, operands, compile) : compileOther(operator, operands, compile)
  }

  function compileOther(operator: string, operands: Operands, compile: Compile): Evaluate {
    const [first = '', second = '', third = ''] = operands
    switch (operator) {
      case 'call':
        return compileCall(operands, compile)
      case '!': {
        const operand = compile(first)
        return (frame) => operand(frame) !== true
      }
      case '?': {
        const [test, then, otherwise] = [compile(first), compile(second), compile(third)]
        return (frame) => (test(frame) === true ? then(frame) : otherwise(frame))
      }
      case '-': {
        const operand = compile(first)
        return operands.length === 1 ? (frame) => -numberOf(operand(frame)) : compileBinary(operator, operands, compile)
      }
      default:
        return compileBinary(operator, operands, compile)
    }
  }

  return (ast, place) => compileAt(ast, { layout, place, rowSheet: place?.sheet ?? '', macros: [] })
}
