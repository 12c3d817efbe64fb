import type { ASTNode } from '@marcbachmann/cel-js'
import type { Ast } from '#core/rules/ast.ts'
import type { Scheme, Sheet } from '#core/scheme/scheme.ts'
import { ExpressionError } from './expression-error.ts'
import type { Place } from './expand-places.ts'
import { tableFunctions } from './table-functions.ts'

/** Keys of what 生成报送 tells the rules. */
const flowKeys: ReadonlySet<string> = new Set(['retired', 'errors', 'unconfirmed', 'backupOlder', 'otherDraft', 'demo'])
const macros: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one', 'filter', 'map'])
const binaryOperators: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'in'])
const methods: ReadonlySet<string> = new Set(['startsWith', 'endsWith', 'contains'])

interface MacroVariable {
  readonly name: string
  readonly sheet: Sheet | undefined
}

interface Walk {
  readonly scheme: Scheme
  readonly place: Place
  readonly reads: Set<string>
  readonly tables: Set<string>
  readonly variables: readonly MacroVariable[]
}

const refuse = (node: ASTNode, message: string): never => {
  throw new ExpressionError(message, node.range.start + 1)
}

function lowerLiteral(node: ASTNode): Ast {
  const { args } = node
  if (typeof args === 'string' || typeof args === 'boolean') return args
  if (typeof args === 'bigint') return Number(args)
  return refuse(node, '只能用文字、整数和 true、false')
}

function lowerName(node: ASTNode, name: string, walk: Walk): Ast {
  const { place, scheme, variables, reads } = walk
  const depth = variables.findLastIndex((variable) => variable.name === name)
  if (depth >= 0) return ['item', depth]
  if (name === 'today') return ['today']
  if (name === 'value' || name === 'label') {
    if (place.scope !== 'field') return refuse(node, `这里没有“${name}”，它只在栏目上的规则里有`)
    if (name === 'label') return place.field.label
    reads.add(`${place.sheet.key}.${place.field.key}`)
    return ['value']
  }
  const sheet = scheme.sheets.find(({ key }) => key === name)
  if (sheet?.kind !== 'rows') return refuse(node, `“${name}”后面要写栏目，如 ${name}.xxx`)
  reads.add(name)
  return ['rows', name]
}

function readField(node: ASTNode, sheet: Sheet, field: string, reads: Set<string>): void {
  if (field === 'seq' && sheet.kind === 'rows') return
  if (!sheet.fields.some(({ key }) => key === field)) refuse(node, `表“${sheet.key}”没有栏目“${field}”`)
  reads.add(`${sheet.key}.${field}`)
}

function lowerConstant(node: ASTNode, name: string, place: Place): Ast {
  if (place.scope !== 'field') return refuse(node, '这里没有“field”，它只在栏目上的规则里有')
  const { field } = place
  if (name === 'maxLength') return field.kind === 'text' ? field.maxLength : 0
  if (name === 'table') return field.kind === 'code' ? field.table : ''
  if (name === 'precision') return field.kind === 'date' ? field.precision : ''
  return refuse(node, `“field”没有“${name}”`)
}

function lowerFlow(node: ASTNode, key: string, place: Place): Ast {
  if (place.scope !== 'handingIn') return refuse(node, '“flow”只在 at: handingIn 的规则里有')
  return flowKeys.has(key) ? ['flow', key] : refuse(node, `“flow”没有“${key}”`)
}

function lowerOwnRow(node: ASTNode, field: string, { place, reads }: Walk): Ast {
  if (place.scope !== 'field' && place.scope !== 'row') return refuse(node, '这里没有“row”')
  readField(node, place.sheet, field, reads)
  return [place.sheet.kind === 'single' ? 'basic' : 'row', field]
}

function lowerItem(node: ASTNode, depth: number, field: string, { variables, reads }: Walk): Ast {
  const sheet = variables[depth]?.sheet
  if (!sheet) return refuse(node, '这一项没有栏目')
  readField(node, sheet, field, reads)
  return ['item', depth, field]
}

function lowerMember(node: ASTNode, object: ASTNode, name: string, walk: Walk): Ast {
  const { place, scheme, variables, reads } = walk
  if (object.op !== 'id') return refuse(node, '这里不能取栏目')
  const of = object.args
  const depth = variables.findLastIndex((variable) => variable.name === of)
  if (depth >= 0) return lowerItem(node, depth, name, walk)
  if (of === 'field') return lowerConstant(node, name, place)
  if (of === 'flow') return lowerFlow(node, name, place)
  if (of === 'row') return lowerOwnRow(node, name, walk)
  const sheet = scheme.sheets.find(({ key }) => key === of)
  if (!sheet) return refuse(node, `这里没有“${of}”`)
  if (sheet.kind === 'rows') return refuse(node, `“${of}”有多行，用 exists、all 等逐行看`)
  readField(node, sheet, name, reads)
  return ['basic', name]
}

function sheetOfList(node: ASTNode, walk: Walk): Sheet | undefined {
  if (node.op === 'id') return walk.scheme.sheets.find(({ key, kind }) => key === node.args && kind === 'rows')
  if (node.op === 'rcall' && node.args[0] === 'filter') return sheetOfList(node.args[1], walk)
  return undefined
}

function lowerMacro(node: ASTNode, [name, list, args]: [string, ASTNode, ASTNode[]], walk: Walk): Ast {
  const [variable, body] = args
  if (args.length !== 2 || variable?.op !== 'id' || !body) return refuse(node, `${name} 要写成 ${name}(x, 条件)`)
  const bodyReads = new Set<string>()
  const variables = [...walk.variables, { name: variable.args, sheet: sheetOfList(list, walk) }]
  const loweredBody = lower(body, { ...walk, reads: bodyReads, variables })
  const listReads = new Set<string>()
  const loweredList = lower(list, { ...walk, reads: listReads })
  // A sheet whose fields the body reads needs no word of its own.
  const isNamedByFields = list.op === 'id' && [...bodyReads].some((path) => path.startsWith(`${list.args}.`))
  for (const path of [...bodyReads, ...(isNamedByFields ? [] : listReads)]) walk.reads.add(path)
  return [name, loweredList, loweredBody]
}

function lowerPattern(node: ASTNode, pattern: ASTNode | undefined): string {
  if (pattern?.op !== 'value' || typeof pattern.args !== 'string') return refuse(node, 'matches 的样式要直接写出来')
  const text = pattern.args
  if (/\\[1-9k]|\(\?(?!:)|[+*}]\)[+*{]/.test(text)) refuse(pattern, '样式不能有回溯引用、环视或嵌套的重复')
  try {
    return new RegExp(text, 'u').source === '' ? text : text
  } catch {
    return refuse(pattern, '样式写得不对')
  }
}

function lowerMethod(node: ASTNode, [name, target, args]: [string, ASTNode, ASTNode[]], walk: Walk): Ast {
  if (macros.has(name)) return lowerMacro(node, [name, target, args], walk)
  if (name === 'size') return ['size', lower(target, walk)]
  if (name === 'matches') return ['matches', lower(target, walk), lowerPattern(node, args[0])]
  const [argument] = args
  if (!methods.has(name) || !argument) return refuse(node, `不能用“${name}”`)
  return [name, lower(target, walk), lower(argument, walk)]
}

function lowerCall(node: ASTNode, name: string, args: readonly ASTNode[], walk: Walk): Ast {
  const lowered = args.map((argument) => lower(argument, walk))
  const [first] = lowered
  if (name === 'size' && first !== undefined) return ['size', first]
  if (tableFunctions.has(name)) {
    if (typeof first !== 'string') return refuse(node, `${name} 的第一项要直接写代码表，或用 field.table`)
    walk.tables.add(first)
    const key = lowered[2]
    if (typeof key === 'string') walk.tables.add(`${first}#${key}`)
  }
  return ['call', name, ...lowered]
}

/** `a && b && c` as one operation. */
function flatten(operator: '&&' | '||', sides: readonly Ast[]): Ast {
  const flat = sides.flatMap((side) => (Array.isArray(side) && side[0] === operator ? side.slice(1) : [side]))
  return [operator, ...flat]
}

function lowerOperator(node: ASTNode, walk: Walk): Ast {
  if (node.op === '?:') return ['?', ...node.args.map((part) => lower(part, walk))]
  if (node.op === '!_') return ['!', lower(node.args, walk)]
  if (node.op === '-_') return ['-', lower(node.args, walk)]
  if (node.op === '&&' || node.op === '||') {
    const sides = node.args.map((side) => lower(side, walk))
    return flatten(node.op, sides)
  }
  return lowerBinary(node, walk)
}

function lowerBinary(node: ASTNode, walk: Walk): Ast {
  const { op, args } = node
  if (!binaryOperators.has(op) || !Array.isArray(args)) return refuse(node, '不能用下标和映射')
  const [left, right] = args
  return typeof left === 'object' && typeof right === 'object' && 'op' in left && 'op' in right
    ? [op, lower(left, walk), lower(right, walk)]
    : refuse(node, '不能用下标和映射')
}

function lower(node: ASTNode, walk: Walk): Ast {
  if (node.op === 'value') return lowerLiteral(node)
  if (node.op === 'id') return lowerName(node, node.args, walk)
  if (node.op === '.') return lowerMember(node, node.args[0], node.args[1], walk)
  if (node.op === 'call') return lowerCall(node, node.args[0], node.args[1], walk)
  if (node.op === 'rcall') return lowerMethod(node, node.args, walk)
  if (node.op === 'list') return ['list', ...node.args.map((item) => lower(item, walk))]
  return lowerOperator(node, walk)
}

/** Resolves the names of a checked expression at one place. Throws {@link ExpressionError}. */
export function lowerExpression(node: ASTNode, scheme: Scheme, place: Place) {
  const reads = new Set<string>()
  const tables = new Set<string>()
  return { ast: lower(node, { scheme, place, reads, tables, variables: [] }), reads, tables }
}
