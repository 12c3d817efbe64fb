import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fieldByKey, type Scheme } from '#core/scheme/scheme.ts'
import { type SchemeRelation, schemeRelation } from '#core/scheme/scheme-version.ts'
import { formatPath } from './field-path.ts'
import { recordSchema } from './record-schema.ts'
import { type PersonRecord, type Row, rowsOf } from './record.ts'

/** Why a record is refused. */
export type RecordError = AppError<'RECORD_SHAPE_BAD' | 'RECORD_FIELD_UNKNOWN' | 'RECORD_SCHEME_UNKNOWN'>

function withoutEmptyValues(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))
}

/** Places of values for which the scheme has no field. */
export function unknownFields(record: PersonRecord, scheme: Scheme): readonly string[] {
  return scheme.sheets.flatMap((sheet) =>
    rowsOf(record, sheet.key).flatMap((values, row) =>
      Object.keys(values)
        .filter((key) => fieldByKey(sheet, key) === undefined)
        .map((field) => formatPath({ sheet: sheet.key, row, field })),
    ),
  )
}

/** Which version of the scheme a record is from, beside the one it is held against. */
export type RecordAge = Extract<SchemeRelation, 'same' | 'earlier'>

/**
 * Whether a record of the right shape is of this scheme, and has no field that the scheme does not have; one of an
 * earlier version may have fields that were given up since.
 */
export function fitToScheme<R extends PersonRecord>(record: R, scheme: Scheme, age: RecordAge): Result<R, RecordError> {
  if (record.scheme !== scheme.id) return fail('RECORD_SCHEME_UNKNOWN', { found: record.scheme })
  const [path] = age === 'same' ? unknownFields(record, scheme) : []
  return path === undefined ? ok(record) : fail('RECORD_FIELD_UNKNOWN', { path })
}

function ownAge(record: PersonRecord, scheme: Scheme): RecordAge {
  const own = { id: record.scheme, version: record.schemeVersion }
  return schemeRelation(own, scheme) === 'earlier' ? 'earlier' : 'same'
}

/**
 * A record from parsed JSON, of the age that the file around it has, or else of the one it names itself. Empty values
 * count as not filled; a field the scheme does not have is refused, so that nothing is dropped unseen.
 */
export function parseRecord(json: unknown, scheme: Scheme, age?: RecordAge): Result<PersonRecord, RecordError> {
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
  return fitToScheme(record, scheme, age ?? ownAge(record, scheme))
}
