import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdit } from '#core/record/edit-record.ts'
import { emptyRecord } from '#core/record/record.ts'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
import type { CompiledCleanup } from '#core/rules/rule-set.ts'
import { fieldsOf, randomEdits } from '#tests/support/random-edits.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const { bundle, sources, tables } = await realCodes()
const { scheme, rules } = bundle
const engine = createRuleEngine(rules, scheme, tables)
const today = '2012-06-01'
const blank = emptyRecord({
  scheme: scheme.id,
  schemeVersion: scheme.version,
  id: '018f3c2e-7b1a-7c3d-8e4f-5a6b7c8d9e0f',
})

const fields = fieldsOf(scheme)

describe('a record under watch', () => {
  test('has the same issues after each edit as a full check finds', () => {
    fc.assert(
      fc.property(randomEdits(bundle, sources), ([first = blank, ...states]) => {
        const live = engine.open(first, { today })
        for (const record of states) {
          expect(live.update(record)).toEqual(engine.check(record, { today }))
          expect(live.issues).toEqual(engine.check(record, { today }))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('keeps its issues while a rule says the same of another value', () => {
    const named = (length: number) => ({ ...blank, basic: { ...blank.basic, employer: '校'.repeat(length) } })
    const live = engine.open(named(200), { today })
    const before = live.issues
    expect(before.map(({ path }) => path)).toContain('basic.employer')
    expect(live.update(named(201))).toBe(before)
  })

  test('keeps its issues when nothing changed', () => {
    const live = engine.open(blank, { today })
    expect(live.update({ ...blank, basic: { ...blank.basic } })).toBe(live.issues)
  })
})

describe('a check', () => {
  test('never throws, whatever the record holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (whole, part) => {
        const hostile = [whole, { ...blank, basic: part }, { ...blank, titles: part }, { ...blank, education: [part] }]
        for (const record of hostile) {
          // What no type allows may still come out of storage.
          expect(engine.check(JSON.parse(JSON.stringify(record)), { today })).toBeInstanceOf(Array)
          expect(engine.clean(JSON.parse(JSON.stringify(record))).changes).toBeInstanceOf(Array)
        }
      }),
    )
  })

  test('finds issues sheet by sheet, row by row, field by field', () => {
    const record = { ...blank, titles: [{ titleLevel: '3' }, { titleLevel: '8' }] }
    const paths = engine.check(record, { today }).map(({ path }) => path)
    const ofTitles = paths.filter((path) => path.startsWith('titles['))
    expect(ofTitles.indexOf('titles[0].reviewCommittee')).toBeLessThan(ofTitles.indexOf('titles[1].titleLevel'))
    expect(paths.findIndex((path) => path.startsWith('titles'))).toBeGreaterThan(
      paths.findLastIndex((path) => path.startsWith('basic')),
    )
  })

  test('offers a repair that makes the issue go away', () => {
    const record = { ...blank, basic: { idNumber: '450103198001151236', gender: '2' } }
    const issue = engine.check(record, { today }).find(({ rule }) => rule === 'B16')
    const repaired = (issue?.fix?.edits ?? []).reduce(applyEdit, record)
    expect(repaired.basic).toEqual({ idNumber: '450103198001151236', gender: '1' })
    expect(engine.check(repaired, { today }).map(({ rule }) => rule)).not.toContain('B16')
  })

  test('does not depend on the order of keys', () => {
    const basic = { name: '黄丽娟', idNumber: '450103198001151236', gender: '2', birthDate: '1980-01-16' }
    const turned = Object.fromEntries(Object.entries(basic).toReversed())
    expect(engine.check({ ...blank, basic: turned }, { today })).toEqual(engine.check({ ...blank, basic }, { today }))
  })
})

describe('clean-up', () => {
  test('leaves a value alone where it asks what this app does not know', () => {
    const at = { sheet: 'basic', field: 'employer' }
    const cleanup: CompiledCleanup = { ...at, id: 'N1', clean: ['call', 'ofALaterApp', ['value']], message: '' }
    const later = createRuleEngine({ ...bundle.rules, cleanups: [cleanup] }, bundle.scheme, tables)
    expect(later.cleanValue(at, '南宁市 第三中学')).toEqual({ value: '南宁市 第三中学', changes: [] })
  })

  test('cleans one value as it cleans a record', () => {
    const employer = ' 南宁市\n第三 中学(本部) '
    const path = { sheet: 'basic', field: 'employer' }
    const whole = engine.clean({ ...blank, basic: { employer } })
    const one = engine.cleanValue(path, employer)
    expect(whole.record.basic).toEqual({ employer: '南宁市第三中学（本部）' })
    expect(one).toEqual({ value: '南宁市第三中学（本部）', changes: whole.changes })
  })

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.string({ unit: 'binary' }), ({ sheet, field }, value) => {
        const path = sheet === 'basic' ? { sheet, field } : { sheet, row: 0, field }
        const once = engine.cleanValue(path, value).value
        expect(engine.cleanValue(path, once).changes).toEqual([])
      }),
    )
  })
})
