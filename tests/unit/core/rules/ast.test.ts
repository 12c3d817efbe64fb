import * as fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { astSchema } from '#core/rules/ast.ts'

const isAst = (node: unknown): boolean => v.is(astSchema, node)

function nest(depth: number): unknown {
  let node: unknown = ['value']
  for (let level = 0; level < depth; level += 1) node = ['!', node]
  return node
}

describe('a condition from outside', () => {
  test('is taken when it is made of known operators', () => {
    expect(isAst(['&&', ['!=', ['value'], ''], ['matches', ['basic', 'name'], '^[0-9]+$']])).toBe(true)
  })

  test.each([
    ['an unknown operator', ['eval', 'x']],
    ['a name inherited from Object', ['constructor', 'x']],
    ['too few operands', ['==', 'x']],
    ['a pattern that does not compile', ['matches', ['value'], '(']],
    ['a pattern that is computed', ['matches', ['value'], ['value']]],
    ['a number that is no integer', ['==', ['size', ['value']], 0.5]],
    ['null', ['!', null]],
  ])('is refused for %s', (_, node) => {
    expect(isAst(node)).toBe(false)
  })

  test('is refused when it nests too deep', () => {
    expect(isAst(nest(30))).toBe(true)
    expect(isAst(nest(60))).toBe(false)
  })

  test('is refused when it contains itself', () => {
    const node: unknown[] = ['&&']
    node.push(node, node)
    expect(isAst(node)).toBe(false)
  })

  test('is judged without throwing, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (node) => {
        expect(() => isAst(['&&', node, node])).not.toThrow()
      }),
    )
  })
})
