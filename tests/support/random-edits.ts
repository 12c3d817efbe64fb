import * as fc from 'fast-check'
import { applyEdit, type RecordEdit } from '#core/record/edit-record.ts'
import { emptyRecord, type PersonRecord, rowSheets } from '#core/record/record.ts'
import type { SchemeBundle } from '#core/scheme/bundle.ts'
import type { CompiledCodes } from '#core/scheme/compile/compile-codes.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

type Sources = Extract<CompiledCodes, { readonly sources: unknown }>['sources']

/** Every field a person can type in. */
export const fieldsOf = (scheme: Scheme): readonly { readonly sheet: string; readonly field: string }[] =>
  scheme.sheets.flatMap((sheet) =>
    sheet.fields.filter(({ kind }) => kind !== 'sequence').map(({ key }) => ({ sheet: sheet.key, field: key })),
  )

/** Values that the examples use in a field: those the rules are about. */
function valuesOfExamples({ rules, cleanups }: Sources): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>()
  for (const example of [...rules, ...cleanups].flatMap(({ examples }) => examples)) {
    const { flow: _flow, ...sheets } = 'fails' in example ? example.fails : example.passes
    for (const [sheet, rows] of Object.entries(sheets)) {
      for (const [field, value] of [rows].flat().flatMap((row) => Object.entries(row))) {
        const key = `${sheet}.${field}`
        values.set(key, (values.get(key) ?? new Set()).add(value))
      }
    }
  }
  return values
}

const row = fc.integer({ min: 0, max: 4 })
const rowSheet = fc.constantFrom(...rowSheets)
const someRows = rowSheets.flatMap((sheet): RecordEdit[] => [
  { kind: 'addRow', sheet, at: 0, values: {} },
  { kind: 'addRow', sheet, at: 1, values: {} },
])

function anyEdit(scheme: Scheme, sources: Sources): fc.Arbitrary<RecordEdit> {
  const values = valuesOfExamples(sources)
  const setEdit = fc.constantFrom(...fieldsOf(scheme)).chain(({ sheet, field }) =>
    fc.record({
      kind: fc.constant('set' as const),
      sheet: fc.constant(sheet),
      row,
      field: fc.constant(field),
      value: fc.constantFrom('', ...(values.get(`${sheet}.${field}`) ?? ['x'])),
    }),
  )
  return fc.oneof(
    { arbitrary: setEdit, weight: 8 },
    fc.record({ kind: fc.constant('addRow' as const), sheet: rowSheet, at: row, values: fc.constant({}) }),
    fc.record({ kind: fc.constant('removeRow' as const), sheet: rowSheet, row }),
    fc.record({ kind: fc.constant('moveRow' as const), sheet: rowSheet, from: row, to: row }),
  )
}

/** The states of a record under random edits, one after the other; the first has two empty rows in each sheet. */
export function randomEdits({ scheme }: SchemeBundle, sources: Sources): fc.Arbitrary<readonly PersonRecord[]> {
  const blank = emptyRecord({
    scheme: scheme.id,
    schemeVersion: scheme.version,
    id: '018f3c2e-7b1a-7c3d-8e4f-5a6b7c8d9e0f',
  })
  return fc.array(anyEdit(scheme, sources), { minLength: 1, maxLength: 60 }).map((edits) => {
    const states: PersonRecord[] = [someRows.reduce(applyEdit, blank)]
    for (const edit of edits) states.push(applyEdit(states.at(-1) ?? blank, edit))
    return states
  })
}
