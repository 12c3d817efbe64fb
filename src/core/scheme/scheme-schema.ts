import * as v from 'valibot'
import type { Fill } from './scheme.ts'

const key = v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z]*$/))
const text = v.pipe(v.string(), v.trim(), v.nonEmpty())
const twelfths = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12))
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2000))
const derivation = v.picklist(['idNumberGender', 'idNumberBirthDate'])

const fillSchema = v.strictObject({
  field: key,
  from: v.union([v.strictObject({ attr: text }), v.strictObject({ derive: derivation })]),
})

// Written flat by people: { field: gender, derive: idNumberGender }.
const flatFillSchema = v.union([
  v.pipe(
    v.strictObject({ field: key, attr: text }),
    v.transform(({ field, attr }): Fill => ({ field, from: { attr } })),
  ),
  v.pipe(
    v.strictObject({ field: key, derive: derivation }),
    v.transform(({ field, derive }): Fill => ({ field, from: { derive } })),
  ),
])

const narrowing = v.strictObject({ attr: text, field: key, fieldAttr: v.exactOptional(text) })
const quickFill = v.strictObject({ label: text, value: text })

function makeSheetSchema<T extends v.GenericSchema<unknown, Fill>>(fill: T) {
  const base = {
    key,
    label: text,
    help: text,
    required: v.picklist(['always', 'conditional', 'never']),
    requiredNote: v.exactOptional(text),
    source: v.pipe(v.array(text), v.nonEmpty()),
    section: v.exactOptional(text),
    span: twelfths,
    quickFills: v.optional(v.array(quickFill), []),
    fills: v.optional(v.array(fill), []),
  }
  const field = v.variant('kind', [
    v.strictObject({
      ...base,
      kind: v.literal('text'),
      input: v.optional(v.picklist(['text', 'idNumber', 'tel', 'email', 'decimal', 'year', 'multiline']), 'text'),
      maxLength: v.pipe(count, v.minValue(1)),
      suggestTable: v.exactOptional(text),
    }),
    v.strictObject({
      ...base,
      kind: v.literal('code'),
      table: text,
      narrowBy: v.optional(v.array(narrowing), []),
      browse: v.picklist(['list', 'search', 'tree']),
      pinnedAttr: v.exactOptional(text),
      pinnedPrefix: v.exactOptional(text),
    }),
    v.strictObject({ ...base, kind: v.literal('date'), precision: v.picklist(['day', 'month']) }),
    v.strictObject({ ...base, kind: v.literal('sequence') }),
  ])
  return v.strictObject({
    key,
    title: text,
    kind: v.picklist(['single', 'rows']),
    startRows: count,
    maxRows: v.pipe(count, v.minValue(1), v.maxValue(200)),
    emptyNote: v.exactOptional(text),
    rowTitle: v.pipe(v.array(key), v.nonEmpty()),
    fields: v.pipe(v.array(field), v.nonEmpty(), v.maxLength(200)),
  })
}

/** A sheet as people write it in `codes/scheme/`. */
export const sheetSourceSchema = makeSheetSchema(flatFillSchema)

/** A compiled scheme, as a bundle carries it. */
export const schemeSchema = v.strictObject({
  id: text,
  version: text,
  name: text,
  sheets: v.pipe(v.array(makeSheetSchema(fillSchema)), v.nonEmpty(), v.maxLength(20)),
})
