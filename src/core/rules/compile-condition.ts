import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { Ast } from './ast.ts'
import { ruleFunctions } from './functions/library.ts'
import { type Frame, type RowView, textOf, type Value } from './rule-frame.ts'

/** A condition made into a closure. */
export type Evaluate = (frame: Frame) => Value

type Call = (...args: readonly Value[]) => Value
type Operands = readonly Ast[]
type Compile = (ast: Ast) => Evaluate

const isRow = (value: Value | undefined): value is RowView =>
  typeof value === 'object' && !Array.isArray(value) && 'seq' in value
const listOf = (value: Value): readonly Value[] => (Array.isArray(value) ? value : [])
const wordOf = (operand: Ast | undefined): string => (typeof operand === 'string' ? operand : '')
const numberOf = (value: Value): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)
const stringOf = (value: Value): string => (typeof value === 'string' ? value : '')

const fieldOfRow = ({ values, seq }: RowView, field: string): string => (field === 'seq' ? seq : textOf(values, field))

function compileRead(operator: string, [first, second]: Operands): Evaluate {
  const field = wordOf(first)
  switch (operator) {
    case 'value':
      return (frame) => frame.value
    case 'today':
      return (frame) => frame.today
    case 'flow':
      return (frame) => textOf(frame.flow, field)
    case 'basic':
      return (frame) => textOf(frame.basic, field)
    case 'row':
      return field === 'seq' ? (frame) => frame.row.seq : (frame) => textOf(frame.row.values, field)
    case 'rows':
      return (frame) => frame.rows[field] ?? []
    default: {
      const depth = typeof first === 'number' ? first : 0
      if (second === undefined) return (frame) => frame.items[depth] ?? ''
      const itemField = wordOf(second)
      return (frame) => {
        const item = frame.items[depth]
        return isRow(item) ? fieldOfRow(item, itemField) : ''
      }
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

/** A comparison with a constant, the commonest of all: no call for the right side. */
function compileWithConstant(operator: string, a: Evaluate, right: Ast): Evaluate | undefined {
  if (operator === '==' && typeof right === 'string') return (frame) => a(frame) === right
  if (operator === '!=' && typeof right === 'string') return (frame) => a(frame) !== right
  if (operator !== 'in' || typeof right !== 'object' || !right.every((item) => typeof item === 'string'))
    return undefined
  const items: ReadonlySet<unknown> = new Set(right.slice(1))
  return (frame) => items.has(a(frame))
}

function compileBinary(operator: string, [left = '', right = '']: Operands, compile: Compile): Evaluate {
  const a = compile(left)
  const withConstant = compileWithConstant(operator, a, right)
  if (withConstant) return withConstant
  const b = compile(right)
  if (operator === '==') return (frame) => a(frame) === b(frame)
  if (operator === '!=') return (frame) => a(frame) !== b(frame)
  if (operator === '<') return (frame) => a(frame) < b(frame)
  if (operator === '>') return (frame) => a(frame) > b(frame)
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

/** Runs the body for each item of the list, the item standing at this depth of the frame. */
function compileMacro(operator: string, [list, body]: Operands, depth: number, compile: Compile): Evaluate {
  const items = compile(list ?? '')
  const test = compile(body ?? '')
  const at = (frame: Frame, item: Value): Value => {
    frame.items[depth] = item
    return test(frame)
  }
  switch (operator) {
    case 'exists':
      return (frame) => {
        for (const item of listOf(items(frame))) if (at(frame, item) === true) return true
        return false
      }
    case 'all':
      return (frame) => {
        for (const item of listOf(items(frame))) if (at(frame, item) !== true) return false
        return true
      }
    case 'exists_one':
      return (frame) => listOf(items(frame)).filter((item) => at(frame, item) === true).length === 1
    case 'filter':
      return (frame) => listOf(items(frame)).filter((item) => at(frame, item) === true)
    default:
      return (frame) => listOf(items(frame)).map((item) => at(frame, item))
  }
}

/** Several rules of a field ask the same of the same value, one after the other: the last answer is kept. */
function rememberLast(call: Call): Call {
  let lastArgument: Value | undefined
  let lastAnswer: Value = ''
  return (argument = '') => {
    if (argument !== lastArgument) {
      lastAnswer = call(argument)
      lastArgument = argument
    }
    return lastAnswer
  }
}

/** The signatures were checked when codes/ was compiled: each call passes what its function takes. */
function toCall(bound: (...args: never[]) => Value): Call {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const call = bound as Call
  return bound.length === 1 ? rememberLast(call) : call
}

function compileCall(call: Call, args: readonly Evaluate[]): Evaluate {
  const [a, b, c] = args
  if (!a) return () => call()
  if (!b) return (frame) => call(a(frame))
  if (!c) return (frame) => call(a(frame), b(frame))
  if (args.length === 3) return (frame) => call(a(frame), b(frame), c(frame))
  return (frame) => call(...args.map((argument) => argument(frame)))
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

const macros: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one', 'filter', 'map'])
const reads: ReadonlySet<string> = new Set(['value', 'today', 'flow', 'basic', 'row', 'rows', 'item'])

/** Makes conditions into closures once; nothing is interpreted afterwards. */
export function makeConditionCompiler(tables: TableLookup): Compile {
  const functions = new Map(ruleFunctions.map(({ name, bind }) => [name, toCall(bind(tables))]))

  function compileAt(ast: Ast, depth: number): Evaluate {
    if (typeof ast !== 'object') return () => ast
    const [operator, ...operands] = ast
    const compile: Compile = (operand) => compileAt(operand, depth)
    if (reads.has(operator)) return compileRead(operator, operands)
    if (macros.has(operator)) return compileMacro(operator, operands, depth, (inner) => compileAt(inner, depth + 1))
    if (operator === '&&' || operator === '||') return compileLogic(operator, operands, compile)
    if (operator === 'matches') return compilePattern(operands, compile)
    if (operator === 'size') return compileSize(operands, compile)
    return compileOther(operator, operands, compile)
  }

  function compileOther(operator: string, operands: Operands, compile: Compile): Evaluate {
    const [first = '', second = '', third = ''] = operands
    switch (operator) {
      case 'call': {
        const call = functions.get(wordOf(first)) ?? (() => false)
        return compileCall(call, operands.slice(1).map(compile))
      }
      case 'list': {
        const items = operands.map(compile)
        return (frame) => items.map((item) => item(frame))
      }
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

  return (ast) => compileAt(ast, 0)
}
