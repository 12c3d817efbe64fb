import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdit, type RecordEdit } from '#core/record/edit-record.ts'
import type { PersonRecord, Row } from '#core/record/record.ts'
import type { Ast } from '#core/rules/ast.ts'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
import type { RuleSet } from '#core/rules/rule-set.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const { bundle, tables } = await realCodes()
const { scheme } = bundle
const today = '2012-06-01'
const fieldsBySheet = { titles: ['titleLevel', 'titleSeries'], awards: ['awardName', 'awardYear'] } as const
const sheet = fc.constantFrom('titles' as const, 'awards' as const)
const value = fc.constantFrom('', '1', '2')
const comparison = fc.constantFrom('==', '!=', '<', '>=')
const operation = (operator: string, ...operands: readonly Ast[]): Ast => [operator, ...operands]

/** What a row is asked: of its cells, of the row that the rule stands on, of basic. */
const cell = (seen: keyof typeof fieldsBySheet, isItem: boolean): fc.Arbitrary<Ast> =>
  fc.oneof(
    fc.constantFrom<Ast>(['row', 'titleLevel'], ['row', 'titleSeries'], ['row', 'seq'], ['basic', 'gender']),
    ...(isItem ? [fc.constantFrom<Ast>(...fieldsBySheet[seen].map((key): Ast => ['item', 0, key]))] : []),
    ...(isItem ? [fc.constant<Ast>(['item', 0, 'seq'])] : []),
    value,
  )
const asked = (seen: keyof typeof fieldsBySheet, isItem: boolean): fc.Arbitrary<Ast> =>
  fc.oneof(
    fc.tuple(comparison, cell(seen, isItem), cell(seen, isItem)).map(([is, a, b]): Ast => [is, a, b]),
    fc.tuple(cell(seen, isItem), cell(seen, isItem)).map(([a, b]): Ast => ['call', 'comesBefore', a, b]),
  )
const body = (seen: keyof typeof fieldsBySheet): fc.Arbitrary<Ast> =>
  fc.array(asked(seen, true), { minLength: 2, maxLength: 3 }).map((sides) => operation('&&', ...sides))
const look = sheet.chain((seen) =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom('exists', 'all', 'exists_one'), body(seen))
      .map(([macro, asks]): Ast => [macro, ['rows', seen], asks]),
    body(seen).map((asks): Ast => ['>', ['size', ['filter', ['rows', seen], asks]], 1]),
  ),
)
const { condition } = fc.letrec<{ condition: Ast }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(look, look, asked('titles', false)),
    fc.tuple(asked('titles', false), tie('condition')).map((sides) => operation('&&', ...sides)),
    fc.tuple(tie('condition'), tie('condition')).map((sides) => operation('||', ...sides)),
    tie('condition').map((operand): Ast => ['!', operand]),
  ),
}))

const reads = ['basic.gender', ...Object.entries(fieldsBySheet).flatMap(([key, of]) => of.map((f) => `${key}.${f}`))]
const rulesOf = (conditions: readonly Ast[]): RuleSet => ({
  rules: conditions.map((asks, index) => ({
    id: `Z${index}`,
    severity: 'error',
    kind: 'wrong',
    at: { scope: 'row', sheet: 'titles' },
    reads: [...reads],
    condition: asks,
    message: 'x',
  })),
  cleanups: [],
  tables: [],
})

const row = fc.nat({ max: 5 })
const edit: fc.Arbitrary<RecordEdit> = sheet.chain((key) =>
  fc.oneof(
    {
      arbitrary: fc
        .tuple(row, fc.constantFrom(...fieldsBySheet[key]), value)
        .map(([at, field, next]): RecordEdit => ({ kind: 'set', sheet: key, row: at, field, value: next })),
      weight: 6,
    },
    value.map((next): RecordEdit => ({ kind: 'set', sheet: 'basic', row: 0, field: 'gender', value: next })),
    row.map((at): RecordEdit => ({ kind: 'addRow', sheet: key, at, values: {} })),
    row.map((at): RecordEdit => ({ kind: 'removeRow', sheet: key, row: at })),
    fc.tuple(row, row).map(([from, to]): RecordEdit => ({ kind: 'moveRow', sheet: key, from, to })),
  ),
)
const titles = fc.array(fc.record({ titleLevel: value, titleSeries: value }), { maxLength: 6 })
const awards = fc.array(fc.record({ awardName: value, awardYear: value }), { maxLength: 4 })

/** Each edit, or several at once as an import makes them. */
const steps = fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 })

describe('a rule that compares its row with others', () => {
  test('says after each edit what a full check says', () => {
    fc.assert(
      fc.property(
        fc.array(condition, { minLength: 1, maxLength: 4 }),
        titles,
        awards,
        steps,
        (asks, of, won, edits) => {
          const engine = createRuleEngine(rulesOf(asks), scheme, tables)
          let record: PersonRecord = aPerson({ titles: of, awards: won })
          const live = engine.open(record, { today })
          for (const step of edits) {
            record = step.reduce(applyEdit, record)
            expect(live.update(record)).toEqual(engine.check(record, { today }))
          }
        },
      ),
      { numRuns: 600 },
    )
  })

  test('runs on the changed row and on those that it now concerns', () => {
    const isTwin: Ast = [
      'exists',
      ['rows', 'titles'],
      [
        '&&',
        ['==', ['item', 0, 'titleLevel'], ['row', 'titleLevel']],
        ['call', 'comesBefore', ['item', 0, 'seq'], ['row', 'seq']],
      ],
    ]
    const engine = createRuleEngine(rulesOf([isTwin]), scheme, tables)
    const different = (level: number): Row => ({ titleLevel: String(level) })
    const record = aPerson({ titles: Array.from({ length: 6 }, (_, index) => different(index)) })
    const live = engine.open(record, { today })
    expect(live.issues).toEqual([])
    const twin = applyEdit(record, { kind: 'set', sheet: 'titles', row: 1, field: 'titleLevel', value: '4' })
    expect(live.update(twin).map(({ path }) => path)).toEqual(['titles[4]'])
    expect(live.update(record)).toEqual([])
  })
})
