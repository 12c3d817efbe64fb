import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fieldByKey, type Scheme } from '#core/scheme/scheme.ts'
import { formatPath } from './field-path.ts'
import { longestValue, type PersonRecord, type Row, rowsOf } from './record.ts'

const maxRows = 200
const text = (longest: number) =>
  v.pipe(
    v.string(),
    v.maxLength(longest),
    v.check((value) => !/\p{Surrogate}/u.test(value)),
  )
const rowSchema = v.record(v.pipe(v.string(), v.regex(/^[a-z]\w{0,40}$/i)), text(longestValue))
const rowsSchema = v.optional(v.pipe(v.array(rowSchema), v.maxLength(maxRows)), [])

/** Shape of a record as it stands in files and storage; a missing sheet is an empty one. */
export const recordSchema = v.strictObject({
  scheme: text(64),
  schemeVersion: text(32),
  id: v.pipe(v.string(), v.uuid()),
  basic: v.optional(rowSchema, {}),
  education: rowsSchema,
  titles: rowsSchema,
  qualifications: rowsSchema,
  awards: rowsSchema,
  honors: rowsSchema,
  names: v.exactOptional(v.record(text(64), v.record(text(64), text(200)))),
})

/** Why a record is refused. */
export type RecordError = AppError<'RECORD_SHAPE_BAD' | 'RECORD_FIELD_UNKNOWN' | 'RECORD_SCHEME_UNKNOWN'>

function withoutEmptyValues(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))
}

function unknownField(record: PersonRecord, scheme: Scheme): string | undefined {
  for (const sheet of scheme.sheets) {
    for (const [row, values] of rowsOf(record, sheet.key).entries()) {
      const field = Object.keys(values).find((key) => fieldByKey(sheet, key) === undefined)
      if (field !== undefined) return formatPath({ sheet: sheet.key, row, field })
    }
  }
  return undefined
}

/** Whether a record of the right shape is of this scheme, and has no field that the scheme does not have. */
export function fitToScheme<R extends PersonRecord>(record: R, scheme: Scheme): Result<R, RecordError> {
  if (record.scheme !== scheme.id) return fail('RECORD_SCHEME_UNKNOWN', { found: record.scheme })
  const path = unknownField(record, scheme)
  return path === undefined ? ok(record) : fail('RECORD_FIELD_UNKNOWN', { path })
}

/**
 * A record from parsed JSON. Empty values count as not filled; a field the scheme does not have is refused,
 * so that nothing is dropped unseen.
 */
export function parseRecord(json: unknown, scheme: Scheme): Result<PersonRecord, RecordError> {
  const parsed = v.safeParse(recordSchema, json)
  if (!parsed.success) return fail('RECORD_SHAPE_BAD', { path: v.getDotPath(parsed.issues[0]) ?? '' })
  const { basic, education, titles, qualifications, awards, honors, ...rest } = parsed.output
  const record: PersonRecord = {
    ...rest,
    basic: withoutEmptyValues(basic),
    education: education.map(withoutEmptyValues),
    titles: titles.map(withoutEmptyValues),
    qualifications: qualifications.map(withoutEmptyValues),
    awards: awards.map(withoutEmptyValues),
    honors: honors.map(withoutEmptyValues),
  }
  return fitToScheme(record, scheme)
}
