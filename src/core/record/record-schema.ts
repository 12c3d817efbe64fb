import * as v from 'valibot'
import { longestValue, mostRows } from './record.ts'

const text = (longest: number) =>
  v.pipe(
    v.string(),
    v.maxLength(longest),
    v.check((value) => !/\p{Surrogate}/u.test(value)),
  )
const rowSchema = v.record(v.pipe(v.string(), v.regex(/^[a-z]\w{0,40}$/i)), text(longestValue))
const rowsSchema = v.optional(v.pipe(v.array(rowSchema), v.maxLength(mostRows)), [])

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
