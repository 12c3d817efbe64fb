import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyRecord, type PersonRecord } from '#core/record/record.ts'
import type { Ast } from '#core/rules/ast.ts'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
import type { RuleSet } from '#core/rules/rule-set.ts'
import { writeOutRules } from '#core/rules/written/write-rules.ts'
import { randomEdits } from '#tests/support/random-edits.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { exampleRecord } from '#tests/support/rule-examples.ts'
import { takeWritten } from '#tests/support/written-rules.ts'

const { bundle, sources, tables } = await realCodes()
const { scheme, rules } = bundle
const today = '2012-06-01'
const closures = createRuleEngine(rules, scheme, tables)
const written = createRuleEngine(rules, scheme, tables, await takeWritten(rules, scheme))
const blank = emptyRecord({
  scheme: scheme.id,
  schemeVersion: scheme.version,
  id: '018f3c2e-7b1a-7c3d-8e4f-5a6b7c8d9e0f',
})

const says = (record: PersonRecord) => written.check(record, { today })
const closuresSay = (record: PersonRecord) => closures.check(record, { today })

describe('rules written out', () => {
  test('say of every example what the closures say', () => {
    const examples = sources.rules.flatMap((source) => source.examples)
    expect(examples.length).toBeGreaterThan(300)
    for (const example of examples) {
      const record = exampleRecord('fails' in example ? example.fails : example.passes)
      expect(says(record)).toEqual(closuresSay(record))
    }
  })

  test('say what the closures say after any edits', () => {
    fc.assert(
      fc.property(randomEdits(bundle, sources), (states) => {
        expect(states.map(says)).toEqual(states.map(closuresSay))
      }),
      { numRuns: 60 },
    )
  })

  test('never throw, whatever the record holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (whole, part) => {
        const hostile = [whole, { ...blank, basic: part }, { ...blank, titles: part }, { ...blank, education: [part] }]
        // What no type allows may still come out of storage.
        const records: readonly PersonRecord[] = JSON.parse(JSON.stringify(hostile))
        expect(records.map(says)).toEqual(records.map(closuresSay))
      }),
    )
  })

  test('are all written: none is left to its closure', () => {
    expect(writeOutRules(rules, scheme)).not.toContain('ask(')
  })

  test.each<{ readonly condition: Ast }>([
    { condition: ['in', 'x', ['map', ['rows', 'titles'], ['item', 0, 'titleLevel']]] },
    { condition: ['exists', ['filter', ['rows', 'titles'], true], ['==', ['item', 0, 'seq'], '2']] },
    { condition: ['exists', ['list', 'a', ['basic', 'name']], ['==', ['item', 0], ['basic', 'name']]] },
    { condition: ['call', 'chars', ['size', ['rows', 'titles']]] },
    { condition: ['==', ['size', ['basic', 'name']], 3] },
    { condition: ['exists_one', ['rows', 'titles'], ['==', ['item', 0, 'titleLevel'], '3']] },
    { condition: ['>', ['%', ['+', ['size', ['rows', 'titles']], 7], 2], ['/', 1, 0]] },
    { condition: ['?', ['basic', 'name'], true, ['==', ['-', 3], ['-', 1, 4]]] },
  ])('fall back to the closure where they cannot be written: $condition', async ({ condition }) => {
    const at = { scope: 'record' } as const
    const set: RuleSet = {
      rules: [
        {
          id: 'Z1',
          severity: 'error',
          kind: 'wrong',
          at,
          reads: ['titles', 'titles.titleLevel', 'basic.name'],
          condition,
          message: 'm',
        },
      ],
      cleanups: [],
      tables: [],
    }
    const one = createRuleEngine(set, scheme, tables, await takeWritten(set, scheme))
    const other = createRuleEngine(set, scheme, tables)
    for (const titles of [[], [{ titleLevel: '3' }], [{ titleLevel: 'x' }, { titleLevel: '3' }]]) {
      const record = aPerson({ titles })
      expect(one.check(record, { today })).toEqual(other.check(record, { today }))
    }
  })
})
