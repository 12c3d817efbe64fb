import * as fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { applyEdit } from '#core/record/edit-record.ts'
import type { Ast } from '#core/rules/ast.ts'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
import { ruleFunctions } from '#core/rules/functions/library.ts'
import { type RuleSet, ruleSetSchema } from '#core/rules/rule-set.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const { bundle, tables } = await realCodes()
const { scheme } = bundle
const today = '2012-06-01'
const sheets = scheme.sheets.map(({ key }) => key)
const fields = scheme.sheets.flatMap((sheet) => sheet.fields.map(({ key }) => key))
const word = fc.oneof(fc.constantFrom(...fields, ...sheets, '__proto__', 'constructor', ''), fc.string())
const tableId = fc.constantFrom('degree', 'divisions', 'review_committee', 'toString')
const depth = fc.integer({ min: -1, max: 3 })

const operation = (operator: string, ...operands: readonly Ast[]): Ast => [operator, ...operands]

/** Every condition that the schema takes, whatever the types of its operands. */
const { ast: anyAst } = fc.letrec<{ ast: Ast }>((tie) => {
  const ast = tie('ast')
  const call = fc
    .tuple(
      fc.oneof(fc.constantFrom(...ruleFunctions.map(({ name }) => name)), word),
      fc.array(fc.oneof(ast, tableId), { maxLength: 5 }),
    )
    .map(([name, args]) => operation('call', name, ...args))
  const binary = fc
    .tuple(
      fc.constantFrom(
        ...'== != < <= > >= + - * / % in startsWith endsWith contains exists all exists_one filter map'.split(' '),
      ),
      ast,
      ast,
    )
    .map(([operator, a, b]): Ast => [operator, a, b])
  return {
    ast: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.oneof(word, fc.maxSafeInteger(), fc.boolean()),
      fc.constantFrom<Ast>(['value'], ['today'], ['item', 0], ['rows', 'titles'], ['rows', 'education']),
      fc.tuple(fc.constantFrom('basic', 'row', 'rows', 'flow'), word).map(([operator, key]): Ast => [operator, key]),
      fc.tuple(depth, word).map(([at, key]): Ast => ['item', at, key]),
      call,
      binary,
      fc.array(ast, { minLength: 2, maxLength: 4 }).map((sides) => operation('&&', ...sides)),
      fc.array(ast, { minLength: 2, maxLength: 4 }).map((sides) => operation('||', ...sides)),
      fc.array(ast, { maxLength: 4 }).map((items) => operation('list', ...items)),
      fc.tuple(fc.constantFrom('!', '-', 'size'), ast).map(([operator, operand]): Ast => [operator, operand]),
      fc.tuple(ast, ast, ast).map((branches) => operation('?', ...branches)),
      fc.tuple(ast, fc.constantFrom('^[0-9]+$', '')).map(([text, pattern]): Ast => ['matches', text, pattern]),
    ),
  }
})

const place = fc.constantFrom<RuleSet['rules'][number]['at']>(
  { scope: 'field', sheet: 'basic', field: 'name' },
  { scope: 'field', sheet: 'titles', field: 'issueDate' },
  { scope: 'field', sheet: 'nowhere', field: 'constructor' },
  { scope: 'row', sheet: 'titles' },
  { scope: 'sheet', sheet: 'education' },
  { scope: 'record' },
  { scope: 'handingIn' },
)
const message = fc.constantFrom('{a}', '{valueOf}{toString}', '{__defineGetter__}', '{__proto__}', '{', '')
const ruleSet = fc
  .record({
    at: place,
    condition: fc.oneof(fc.constant(true), anyAst),
    message,
    value: anyAst,
    reads: fc.array(fc.oneof(word, fc.constantFrom('basic.name', 'titles.issueDate', 'titles', '.', '..'))),
    target: fc.oneof(word, fc.constantFrom('basic.name', 'titles.issueDate', 'a.b.c')),
    clean: anyAst,
  })
  .map(({ at, condition, message: text, value, reads, target, clean }): RuleSet => {
    const fix = { label: text, set: { [target]: value }, copyRow: { issueDate: '2001-01' }, removeRow: true } as const
    return {
      rules: [
        { id: 'Z1', severity: 'error', kind: 'wrong', at, reads, condition, message: text, values: { a: value }, fix },
      ],
      cleanups: [{ id: 'N1', sheet: 'basic', field: 'name', clean, message: '' }],
      tables: [],
    }
  })

const titles = [{ titleLevel: '3', issueDate: '2009-12', certificateNumber: '桂1' }, {}, { issueDate: '2010-06' }]
const person = aPerson({ titles })
const edited = applyEdit(person, { kind: 'set', sheet: 'titles', row: 0, field: 'issueDate', value: '2011-01' })
const shorter = applyEdit(edited, { kind: 'removeRow', sheet: 'titles', row: 1 })

describe('rules from outside', () => {
  test('never throw once the schema takes them, whatever the types of what they pass on', () => {
    fc.assert(
      fc.property(ruleSet, (rules) => {
        expect(v.is(ruleSetSchema, rules)).toBe(true)
        const engine = createRuleEngine(rules, scheme, tables)
        const live = engine.open(person, { today })
        for (const record of [person, edited, shorter]) {
          expect(engine.check(record, { today })).toBeInstanceOf(Array)
          expect(live.update(record)).toBeInstanceOf(Array)
        }
        expect(engine.clean(person).changes).toBeInstanceOf(Array)
        expect(engine.checkHandingIn({ confirmed: '1' })).toBeInstanceOf(Array)
      }),
      { numRuns: 1500 },
    )
  })

  test.each(ruleFunctions)('$name answers when it is given what it does not take', ({ name }) => {
    const strangers: readonly Ast[] = [['rows', 'titles'], ['list', 1, ['list']], ['row', 'x'], true, -1, ['flow', 'x']]
    for (const stranger of strangers) {
      for (const count of [0, 1, 2, 4]) {
        const condition: Ast = ['==', ['call', name, ...Array.from({ length: count }, () => stranger)], 0]
        const at = { scope: 'record' } as const
        const rules: RuleSet = {
          rules: [{ id: 'Z1', severity: 'info', kind: 'wrong', at, reads: [], condition, message: '' }],
          cleanups: [],
          tables: [],
        }
        const engine = createRuleEngine(rules, scheme, tables)
        expect(engine.check(person, { today })).toBeInstanceOf(Array)
      }
    }
  })
})
