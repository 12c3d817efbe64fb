import { type Ast, wordOf } from './ast.ts'
import type { Frame, SheetLayout } from './rule-frame.ts'

/** The field whose value is `value`. */
export interface FieldPlace {
  readonly sheet: string
  readonly field: string
}

/** Where an expression stands: its place, and the sheet of each macro around it. */
export interface Scope {
  readonly layout: ReadonlyMap<string, SheetLayout>
  readonly place: FieldPlace | undefined
  readonly rowSheet: string
  readonly macros: readonly (string | undefined)[]
}

/** One cell, as an expression names it. */
export interface Cell {
  readonly of: 'basic' | 'row' | number
  readonly index: number
}

type Test = (frame: Frame) => boolean

function cellAt(of: Cell['of'], sheet: string | undefined, field: string, { layout }: Scope): Cell {
  const found = layout.get(sheet ?? '')
  return { of: found && !found.isByRow ? 'basic' : of, index: found?.fields.indexOf(field) ?? -1 }
}

/** The cell that an expression reads, if that is all it does. */
export function cellOf(ast: Ast, scope: Scope): Cell | undefined {
  if (typeof ast !== 'object') return undefined
  const [operator, first, second] = ast
  if (operator === 'value' && scope.place) return cellAt('row', scope.place.sheet, scope.place.field, scope)
  if (operator === 'basic') return cellAt('basic', operator, wordOf(first), scope)
  if (operator === 'row') return cellAt('row', scope.rowSheet, wordOf(first), scope)
  if (operator === 'item' && typeof first === 'number' && second !== undefined) {
    return cellAt(first, scope.macros[first], wordOf(second), scope)
  }
  return undefined
}

/** Reads a cell. */
export function compileCell({ of, index }: Cell): (frame: Frame) => string {
  if (index < 0) return () => ''
  if (of === 'basic') return (frame) => frame.basic.cells[index] ?? ''
  if (of === 'row') return (frame) => frame.row.cells[index] ?? ''
  return (frame) => frame.rowItems[of]?.cells[index] ?? ''
}

/** A cell compared with a constant, the commonest of all, in one closure. */
function compareCell({ of, index }: Cell, isEqual: boolean, text: string): Test {
  if (index < 0) return () => (text === '') === isEqual
  if (of === 'basic') {
    if (isEqual) return (frame) => frame.basic.cells[index] === text
    return (frame) => frame.basic.cells[index] !== text
  }
  if (of === 'row') {
    if (isEqual) return (frame) => frame.row.cells[index] === text
    return (frame) => frame.row.cells[index] !== text
  }
  if (isEqual) return (frame) => frame.rowItems[of]?.cells[index] === text
  return (frame) => frame.rowItems[of]?.cells[index] !== text
}

/** `==` and `!=` of a cell and a constant; undefined for anything else. */
export function compileCellComparison(
  operator: string,
  [left = '', right]: readonly Ast[],
  scope: Scope,
): Test | undefined {
  if (typeof right !== 'string' || (operator !== '==' && operator !== '!=')) return undefined
  const cell = cellOf(left, scope)
  return cell && compareCell(cell, operator === '==', right)
}

/** `value != "" && …`, as most conditions begin: the rest runs only where the cell passes, in one closure. */
export function compileGuard(guard: Ast | undefined, rest: (frame: Frame) => unknown, scope: Scope): Test | undefined {
  if (typeof guard !== 'object' || guard[0] !== '!=') return undefined
  const [, left = '', text] = guard
  const cell = cellOf(left, scope)
  if (!cell || cell.index < 0 || typeof text !== 'string') return undefined
  const { of, index } = cell
  if (of === 'basic') return (frame) => frame.basic.cells[index] !== text && rest(frame) === true
  if (of === 'row') return (frame) => frame.row.cells[index] !== text && rest(frame) === true
  return undefined
}
