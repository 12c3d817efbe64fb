import { type Ast, wordOf } from '../ast.ts'
import { cellOf, type Scope } from '../compile-cell.ts'
import { signatureOf, typeOf } from '../compile-call.ts'

/** Constants that expressions share, by their text; they are made once, before any check. */
export type Constants = Map<string, string>

/** What an expression stands in: its place, and the constants of the module. */
export interface Writer {
  readonly scope: Scope
  readonly constants: Constants
  /** Whether the macro at each depth goes through all rows of its sheet, so that their number is known. */
  readonly isWhole: readonly boolean[]
}

type Operands = readonly Ast[]

/** Thrown inside this room only: the rule stays a closure. */
export class NotWritable extends Error {}

function constant(text: string, { constants }: Writer): string {
  const known = constants.get(text)
  if (known) return known
  const name = `k${constants.size}`
  constants.set(text, name)
  return name
}

/** Name of the variable of a cell: `b3` of the person, `r3` of the row. */
export const cellName = (of: 'basic' | 'row', index: number): string => `${of === 'basic' ? 'b.c' : 'r'}${index}`

function writeCell(ast: Ast, writer: Writer): string | undefined {
  const { scope } = writer
  const cell = cellOf(ast, scope)
  if (!cell) return undefined
  const { of, index } = cell
  if (index < 0) return '""'
  if (typeof of !== 'number') return cellName(of, index)
  const sheet = scope.layout.get(scope.macros[of] ?? '')
  if (!sheet) throw new NotWritable()
  if (index === sheet.fields.length - 1) {
    if (!writer.isWhole[of]) throw new NotWritable()
    return `String(n${of} + 1)`
  }
  return `T(i${of}[${JSON.stringify(sheet.fields[index])}])`
}

/** The expression as a test: only true counts as true. */
export function writeTest(ast: Ast, writer: Writer): string {
  const text = writeExpression(ast, writer)
  return typeOf(ast) === 'bool' ? text : `(${text} === true)`
}

const numberOf = (ast: Ast, writer: Writer): string =>
  typeof ast === 'number' ? String(ast) : `N(${writeExpression(ast, writer)})`

const stringOf = (ast: Ast, writer: Writer): string =>
  typeOf(ast) === 'string' ? writeExpression(ast, writer) : `T(${writeExpression(ast, writer)})`

function writeIn([item = '', list = '']: Operands, writer: Writer): string {
  const isConstant = typeof list === 'object' && list[0] === 'list' && list.every((part) => typeof part === 'string')
  if (!isConstant) return `A(${writeExpression(list, writer)}).includes(${writeExpression(item, writer)})`
  return `${constant(`new Set(${JSON.stringify(list.slice(1))})`, writer)}.has(${writeExpression(item, writer)})`
}

function writeCall([name, ...operands]: Operands, writer: Writer): string {
  const signature = typeof name === 'string' ? signatureOf(name) : undefined
  if (!signature || typeof name !== 'string') return 'false'
  const args = signature.takes.map((type, index) => {
    const operand = operands[index]
    if (operand === undefined || typeOf(operand) !== type) throw new NotWritable()
    return writeExpression(operand, writer)
  })
  return `${constant(`call(${JSON.stringify(name)})`, writer)}(${args.join(', ')})`
}

const methods: Readonly<Record<string, string>> = {
  exists: 'some',
  all: 'every',
  filter: 'filter',
  exists_one: 'filter',
}

/** Only lists of rows: what their items are is known. */
function writeMacro(operator: string, [list = '', body = '']: Operands, writer: Writer): string {
  const method = methods[operator]
  const sheet = sheetOfList(list)
  if (!method || sheet === undefined) throw new NotWritable()
  const { scope } = writer
  const depth = scope.macros.length
  const isWhole = [...writer.isWhole, typeof list === 'object' && list[0] === 'rows']
  const inside = { ...writer, isWhole, scope: { ...scope, macros: [...scope.macros, sheet] } }
  const text = `${writeExpression(list, writer)}.${method}((i${depth}, n${depth}) => ${writeTest(body, inside)})`
  return operator === 'exists_one' ? `(${text}.length === 1)` : text
}

function sheetOfList(list: Ast): string | undefined {
  if (typeof list !== 'object') return undefined
  if (list[0] === 'rows') return wordOf(list[1])
  return list[0] === 'filter' ? sheetOfList(list[1] ?? '') : undefined
}

function writeSize([operand = '']: Operands, writer: Writer): string {
  const text = writeExpression(operand, writer)
  if (typeOf(operand) === 'string') return `Array.from(${text}).length`
  if (sheetOfList(operand) === undefined) throw new NotWritable()
  return `${text}.length`
}

const comparisons: Readonly<Record<string, string>> = {
  '==': '===',
  '!=': '!==',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}
const textMethods: Readonly<Record<string, string>> = {
  startsWith: 'startsWith',
  endsWith: 'endsWith',
  contains: 'includes',
}

function writeArithmetic(operator: string, [left = 0, right]: Operands, writer: Writer): string {
  if (right === undefined) return `-${numberOf(left, writer)}`
  if (operator === '+' && typeOf(left) === 'string')
    return `(${writeExpression(left, writer)} + ${stringOf(right, writer)})`
  if (operator === '+' && typeOf(left) !== 'int') throw new NotWritable()
  const text = `${numberOf(left, writer)} ${operator} ${numberOf(right, writer)}`
  if (operator === '/') return `N(Math.trunc(${text}))`
  return operator === '%' ? `N(${text})` : `(${text})`
}

type Write = (operands: Operands, writer: Writer) => string

const writers: Readonly<Record<string, Write>> = {
  value: () => {
    throw new NotWritable()
  },
  today: () => 'today',
  rows: ([sheet], { scope }) => {
    const layout = scope.layout.get(wordOf(sheet))
    return layout ? `s[${layout.position}]` : '[]'
  },
  call: writeCall,
  in: writeIn,
  size: writeSize,
  matches: ([text = '', pattern], writer) =>
    `${constant(`new RegExp(${JSON.stringify(wordOf(pattern))}, "u")`, writer)}.test(${stringOf(text, writer)})`,
  '!': ([operand = ''], writer) => `!${writeTest(operand, writer)}`,
  '&&': (operands, writer) => `(${operands.map((side) => writeTest(side, writer)).join(' && ')})`,
  '||': (operands, writer) => `(${operands.map((side) => writeTest(side, writer)).join(' || ')})`,
  '?': ([test = '', then = '', otherwise = ''], writer) =>
    `(${writeTest(test, writer)} ? ${writeExpression(then, writer)} : ${writeExpression(otherwise, writer)})`,
}

function writeOther(operator: string, operands: Operands, writer: Writer): string {
  const [left = '', right = ''] = operands
  const comparison = comparisons[operator]
  if (comparison) return `(${writeExpression(left, writer)} ${comparison} ${writeExpression(right, writer)})`
  const method = textMethods[operator]
  if (method) return `${stringOf(left, writer)}.${method}(${stringOf(right, writer)})`
  if (operator in methods) return writeMacro(operator, operands, writer)
  if ('+-*/%'.includes(operator)) return writeArithmetic(operator, operands, writer)
  throw new NotWritable()
}

/** The expression as JavaScript. */
function writeExpression(ast: Ast, writer: Writer): string {
  if (typeof ast !== 'object') return JSON.stringify(ast)
  const cell = writeCell(ast, writer)
  if (cell !== undefined) return cell
  const [operator, ...operands] = ast
  const write = Object.hasOwn(writers, operator) ? writers[operator] : undefined
  return write ? write(operands, writer) : writeOther(operator, operands, writer)
}
