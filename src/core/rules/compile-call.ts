import type { TableLookup } from '#core/codes/table-lookup.ts'
import { type Ast, wordOf } from './ast.ts'
import { ruleFunctions } from './functions/library.ts'
import { type Evaluate, stringOf, type Value } from './rule-frame.ts'

/** A function of the library, bound to the tables. */
export type Call = (...args: readonly Value[]) => Value
type ValueType = 'string' | 'int' | 'bool'

const isValueType = (word: string): word is ValueType => word === 'string' || word === 'int' || word === 'bool'

/** What a function takes and gives, by position. */
export interface Signature {
  readonly takes: readonly ValueType[]
  readonly gives: ValueType
}

function parseSignature(signature: string): Signature {
  const [, taken = '', gives = ''] = /^\w+\((.*)\): (\w+)$/.exec(signature) ?? []
  return { takes: taken.split(', ').filter(isValueType), gives: isValueType(gives) ? gives : 'string' }
}

const signatures: ReadonlyMap<string, Signature> = new Map(
  ruleFunctions.map(({ name, signature }) => [name, parseSignature(signature)]),
)

/** The signature of a function of the library, if there is one of that name. */
export const signatureOf = (name: string): Signature | undefined => signatures.get(name)

const typeByOperator = new Map<string, ValueType>([
  ...(['value', 'today', 'flow', 'basic', 'row'] as const).map((operator) => [operator, 'string'] as const),
  ...(['size', '-', '*', '/', '%'] as const).map((operator) => [operator, 'int'] as const),
  ...(['!', '&&', '||', '==', '!=', '<', '<=', '>', '>=', 'in'] as const).map(
    (operator) => [operator, 'bool'] as const,
  ),
])

type TypeOfOperation = (operands: readonly Ast[]) => ValueType | undefined

const typeByShape = new Map<string, TypeOfOperation>([
  ['item', (operands) => (operands.length === 2 ? 'string' : undefined)],
  ['call', ([name]) => (typeof name === 'string' ? signatures.get(name)?.gives : undefined)],
  ['+', ([left = 0]) => (typeOf(left) === 'string' ? 'string' : undefined)],
  ['?', ([, then = '', otherwise = '']) => (typeOf(then) === typeOf(otherwise) ? typeOf(then) : undefined)],
])

/** The type an expression surely has; undefined where it depends on what is read. */
export function typeOf(ast: Ast): ValueType | undefined {
  if (typeof ast === 'string') return 'string'
  if (typeof ast === 'number') return 'int'
  if (typeof ast === 'boolean') return 'bool'
  const [operator, ...operands] = ast
  const ofShape = typeByShape.get(operator)
  return ofShape ? ofShape(operands) : typeByOperator.get(operator)
}

function makeFit(type: ValueType): (value: Value) => Value {
  if (type === 'string') return stringOf
  if (type === 'int') return (value) => (Number.isSafeInteger(value) ? value : 0)
  return (value) => value === true
}

/** What a function takes: as it is where the type is sure, else fitted, so that no function meets a stranger. */
function fitArgument(type: ValueType, ast: Ast | undefined, compile: (ast: Ast) => Evaluate): Evaluate {
  const fit = makeFit(type)
  if (ast === undefined) return () => fit('')
  const argument = compile(ast)
  return typeOf(ast) === type ? argument : (frame) => fit(argument(frame))
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

/** Each call passes what the signature of its function says: {@link fitArgument} sees to that. */
function toCall(bound: (...args: never[]) => Value): Call {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const call = bound as Call
  return bound.length === 1 ? rememberLast(call) : call
}

function applyTo(call: Call, args: readonly Evaluate[]): Evaluate {
  const [a, b, c] = args
  if (!a) return () => call()
  if (!b) return (frame) => call(a(frame))
  if (!c) return (frame) => call(a(frame), b(frame))
  if (args.length === 3) return (frame) => call(a(frame), b(frame), c(frame))
  return (frame) => call(...args.map((argument) => argument(frame)))
}

/** The functions of the library, bound to the tables, by name. */
export const bindFunctions = (tables: TableLookup): ReadonlyMap<string, Call> =>
  new Map(ruleFunctions.map(({ name, bind }) => [name, toCall(bind(tables))]))

/** Makes closures for `["call", function, …arguments]`; a function that does not exist answers false. */
export function makeCallCompiler(
  functions: ReadonlyMap<string, Call>,
): (operands: readonly Ast[], compile: (ast: Ast) => Evaluate) => Evaluate {
  return ([name, ...operands], compile) => {
    const call = typeof name === 'string' ? functions.get(name) : undefined
    if (!call) return () => false
    const takes = signatures.get(wordOf(name))?.takes ?? []
    return applyTo(
      call,
      takes.map((type, index) => fitArgument(type, operands[index], compile)),
    )
  }
}
