import { type ASTNode, Environment, ParseError, TypeError } from '@marcbachmann/cel-js'
import type { Ast } from '#core/rules/ast.ts'
import type { RuleFunction } from '#core/rules/functions/rule-function.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import type { Place } from './expand-places.ts'
import { ExpressionError } from './expression-error.ts'
import { lowerExpression } from './lower-expression.ts'

/** A condition, value or fix, checked and ready for the bundle. */
export interface CompiledExpression {
  readonly ast: Ast
  readonly type: 'bool' | 'string' | 'int'
  /** Fields it reads, `sheet.field`; a sheet alone when only its rows count. */
  readonly reads: ReadonlySet<string>
  /** Tables it names. */
  readonly tables: ReadonlySet<string>
}

/** Compiles expressions of one scheme. */
export type ExpressionCompiler = (text: string, place: Place) => CompiledExpression

const row = 'map<string, string>'

function makeEnvironment(scheme: Scheme, functions: readonly RuleFunction[]): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false })
  for (const { key, kind } of scheme.sheets) environment.registerVariable(key, kind === 'single' ? row : `list<${row}>`)
  for (const name of ['value', 'label', 'today']) environment.registerVariable(name, 'string')
  environment
    .registerVariable('row', row)
    .registerVariable('flow', row)
    .registerVariable('field', { schema: { maxLength: 'int', table: 'string', precision: 'string' } })
  for (const { signature } of functions) environment.registerFunction(signature, () => '')
  return environment
}

function checkType(environment: Environment, text: string): { readonly node: ASTNode; readonly type: string } {
  try {
    const parsed = environment.parse(text)
    const { type = '', error } = parsed.check()
    if (error) throw error
    return { node: parsed.ast, type }
  } catch (cause) {
    if (!(cause instanceof ParseError || cause instanceof TypeError)) throw cause
    const [first = ''] = cause.message.split('\n')
    throw new ExpressionError(first, (cause.range?.start ?? 0) + 1)
  }
}

/**
 * A compiler for the conditions of a scheme: CEL is parsed and its types are checked, then names are resolved
 * against the scheme. Throws {@link ExpressionError} on the first mistake.
 */
export function makeExpressionCompiler(scheme: Scheme, functions: readonly RuleFunction[]): ExpressionCompiler {
  const environment = makeEnvironment(scheme, functions)
  const checked = new Map<string, ReturnType<typeof checkType>>()
  return (text, place) => {
    const known = checked.get(text) ?? checkType(environment, text)
    checked.set(text, known)
    const { node, type } = known
    if (type !== 'bool' && type !== 'string' && type !== 'int') throw new ExpressionError(`结果的类型是 ${type}`, 1)
    return { type, ...lowerExpression(node, scheme, place) }
  }
}
