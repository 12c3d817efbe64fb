import * as v from 'valibot'

const text = v.pipe(v.string(), v.nonEmpty())

const plainSchema = v.strictObject({
  title: text,
  standard: text,
  version: text,
  constructed: v.picklist(['no', 'partly', 'yes']),
  source: text,
  attrs: v.optional(v.record(text, v.picklist(['string', 'number', 'boolean', 'list'])), {}),
  links: v.optional(v.record(text, text), {}),
})

const mergedSchema = v.strictObject({
  title: text,
  merge: v.pipe(v.array(text), v.minLength(2)),
  successors: text,
})

/** `codes/tables/tables.yaml`: what each table is. */
export const tablesFileSchema = v.record(
  v.pipe(text, v.regex(/^[a-z][a-z0-9_]*$/)),
  v.union([mergedSchema, plainSchema]),
)

/** A table with a file of its own. */
export type PlainTable = v.InferOutput<typeof plainSchema>
/** A table made of others: where a code stands in several, the first says its name. */
export type MergedTable = v.InferOutput<typeof mergedSchema>
