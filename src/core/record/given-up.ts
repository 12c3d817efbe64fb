import type { Scheme } from '#core/scheme/scheme.ts'
import { applyEdit } from './edit-record.ts'
import { parsePath } from './field-path.ts'
import { unknownFields } from './parse-record.ts'
import { type PersonRecord, rowsOf } from './record.ts'

/** A value of a field that the scheme has given up: no form, no table and no paper shows it. */
export interface GivenUpValue {
  readonly path: string
  readonly value: string
}

/** What a record of an earlier version says in fields that this one has no more. */
export function givenUpValues(record: PersonRecord, scheme: Scheme): readonly GivenUpValue[] {
  return unknownFields(record, scheme).map((path) => {
    const { sheet = '', row = 0, field = '' } = parsePath(path) ?? {}
    return { path, value: rowsOf(record, sheet)[row]?.[field] ?? '' }
  })
}

/** The record with no more than this version has fields for: whoever reads it as of this version refuses any other. */
export function withoutGivenUp(record: PersonRecord, scheme: Scheme): PersonRecord {
  return unknownFields(record, scheme).reduce((standing, path) => {
    const { sheet = '', row = 0, field = '' } = parsePath(path) ?? {}
    return applyEdit(standing, { kind: 'set', sheet, row, field, value: '' })
  }, record)
}
