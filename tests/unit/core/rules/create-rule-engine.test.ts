import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdit, type RecordEdit } from '#core/record/edit-record.ts'
import { emptyRecord, type PersonRecord, rowSheets } from '#core/record/record.ts'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
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

/** Values that the examples use in a field: those the rules are about. */
const valuesByField = new Map<string, Set<string>>()
for (const example of [...sources.rules, ...sources.cleanups].flatMap(({ examples }) => examples)) {
  const { flow: _flow, ...sheets } = 'fails' in example ? example.fails : example.passes
  for (const [sheet, rows] of Object.entries(sheets)) {
    for (const [field, value] of [rows].flat().flatMap((row) => Object.entries(row))) {
      const key = `${sheet}.${field}`
      valuesByField.set(key, (valuesByField.get(key) ?? new Set()).add(value))
    }
  }
}

const fields = scheme.sheets.flatMap((sheet) =>
  sheet.fields.filter(({ kind }) => kind !== 'sequence').map(({ key }) => ({ sheet: sheet.key, field: key })),
)
const row = fc.integer({ min: 0, max: 4 })
const setEdit = fc.constantFrom(...fields).chain(({ sheet, field }) =>
  fc.record({
    kind: fc.constant('set' as const),
    sheet: fc.constant(sheet),
    row,
    field: fc.constant(field),
    value: fc.constantFrom('', ...(valuesByField.get(`${sheet}.${field}`) ?? ['x'])),
  }),
)
const rowSheet = fc.constantFrom(...rowSheets)
const edit: fc.Arbitrary<RecordEdit> = fc.oneof(
  { arbitrary: setEdit, weight: 8 },
  fc.record({ kind: fc.constant('addRow' as const), sheet: rowSheet, at: row, values: fc.constant({}) }),
  fc.record({ kind: fc.constant('removeRow' as const), sheet: rowSheet, row }),
  fc.record({ kind: fc.constant('moveRow' as const), sheet: rowSheet, from: row, to: row }),
)
const someRows = rowSheets.flatMap((sheet): RecordEdit[] => [
  { kind: 'addRow', sheet, at: 0, values: {} },
  { kind: 'addRow', sheet, at: 1, values: {} },
])

describe('a record under watch', () => {
  test('has the same issues after each edit as a full check finds', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 60 }), (edits) => {
        let record: PersonRecord = someRows.reduce(applyEdit, blank)
        const live = engine.open(record, { today })
        for (const next of edits) {
          record = applyEdit(record, next)
          expect(live.update(record)).toEqual(engine.check(record, { today }))
          expect(live.issues).toEqual(engine.check(record, { today }))
        }
      }),
      { numRuns: 60 },
    )
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
