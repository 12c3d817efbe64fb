import * as v from 'valibot'

const text = v.pipe(v.string(), v.nonEmpty())
const expression = text
const textByKey = v.record(text, expression)
const textList = v.array(text)

const selectorSchema = v.strictObject({
  sheet: text,
  required: v.exactOptional(v.picklist(['always', 'conditional', 'never'])),
  kind: v.exactOptional(v.picklist(['text', 'code', 'date'])),
  fields: v.exactOptional(v.pipe(textList, v.nonEmpty())),
  except: v.exactOptional(v.pipe(textList, v.nonEmpty())),
})

const row = v.record(text, v.string())
const rows = v.exactOptional(v.array(row))
const recordSchema = v.strictObject({
  basic: v.exactOptional(row),
  education: rows,
  titles: rows,
  qualifications: rows,
  awards: rows,
  honors: rows,
  flow: v.exactOptional(row),
})

const exampleBase = {
  at: v.exactOptional(v.string()),
  message: v.exactOptional(text),
  today: v.exactOptional(v.pipe(v.string(), v.isoDate())),
}
const exampleSchema = v.union([
  v.strictObject({ fails: recordSchema, ...exampleBase }),
  v.strictObject({ passes: recordSchema, ...exampleBase }),
])

const head = {
  id: v.pipe(v.string(), v.regex(/^[A-Z]\d{2}$/, '应为一个字母加两位数字，如 B12')),
  part: v.exactOptional(v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z]*$/, '应为英文小写字母开头的一个词'))),
  at: v.union([text, v.pipe(textList, v.nonEmpty()), selectorSchema]),
  reads: v.exactOptional(textList),
  message: text,
  source: text,
  examples: v.array(exampleSchema),
}

const fixSchema = v.strictObject({
  label: text,
  set: v.exactOptional(textByKey),
  removeRow: v.exactOptional(v.literal(true)),
  copyRow: v.exactOptional(v.record(text, v.string())),
})

const ruleSchema = v.strictObject({
  ...head,
  severity: v.picklist(['error', 'warning', 'info']),
  kind: v.optional(v.picklist(['wrong', 'missing']), 'wrong'),
  condition: expression,
  values: v.optional(textByKey, {}),
  fix: v.exactOptional(fixSchema),
  emptyRows: v.optional(v.boolean(), false),
})

const cleanupSchema = v.strictObject({ ...head, clean: expression })

/** One that is `said` is checked elsewhere, and stands among the issues of a record in these very words. */
const deferredSchema = v.strictObject({
  id: head.id,
  message: text,
  reason: text,
  comes: text,
  said: v.exactOptional(v.literal(true)),
})

/** A file of rules. */
export const rulesFileSchema = v.array(ruleSchema)
/** The file of clean-ups. */
export const cleanupsFileSchema = v.array(cleanupSchema)
/** The file of rules that are not compiled here. */
export const deferredFileSchema = v.array(deferredSchema)

/** Fields picked by their properties. */
export type Selector = v.InferOutput<typeof selectorSchema>
/** Where a rule stands, as written. */
export type At = v.InferOutput<typeof head.at>
/** A rule as written in `codes/rules/`. */
export type RuleSource = v.InferOutput<typeof ruleSchema>
/** A clean-up as written. */
export type CleanupSource = v.InferOutput<typeof cleanupSchema>
/** A rule left for later, and why. */
export type DeferredRule = v.InferOutput<typeof deferredSchema>
/** A partial record on which a rule reports or stays silent. */
export type ExampleSource = v.InferOutput<typeof exampleSchema>
/** The record of an example. */
export type ExampleRecord = v.InferOutput<typeof recordSchema>
