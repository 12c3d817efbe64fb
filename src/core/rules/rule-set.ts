import * as v from 'valibot'
import { astSchema } from './ast.ts'

const text = v.pipe(v.string(), v.maxLength(1000))
const key = v.pipe(v.string(), v.regex(/^[a-zA-Z]\w{0,40}$/))
const astByKey = v.record(text, astSchema)

const placeSchema = v.variant('scope', [
  v.strictObject({ scope: v.literal('field'), sheet: key, field: key }),
  v.strictObject({ scope: v.literal('row'), sheet: key }),
  v.strictObject({ scope: v.literal('sheet'), sheet: key }),
  v.strictObject({ scope: v.literal('record') }),
  v.strictObject({ scope: v.literal('handingIn') }),
])

const ruleSchema = v.strictObject({
  id: text,
  part: v.exactOptional(text),
  severity: v.picklist(['error', 'warning', 'info']),
  kind: v.picklist(['wrong', 'missing']),
  at: placeSchema,
  reads: v.array(text),
  condition: astSchema,
  message: text,
  values: v.exactOptional(astByKey),
  fix: v.exactOptional(
    v.strictObject({
      label: text,
      set: v.exactOptional(astByKey),
      removeRow: v.exactOptional(v.literal(true)),
      copyRow: v.exactOptional(v.record(key, text)),
    }),
  ),
  emptyRows: v.exactOptional(v.literal(true)),
})

const cleanupSchema = v.strictObject({
  id: text,
  part: v.exactOptional(text),
  sheet: key,
  field: key,
  clean: astSchema,
  message: text,
})

/** The rules of a scheme, one per place, as a bundle carries them. */
export const ruleSetSchema = v.strictObject({
  rules: v.pipe(v.array(ruleSchema), v.maxLength(5000)),
  cleanups: v.pipe(v.array(cleanupSchema), v.maxLength(1000)),
  /** Ids of the code tables that conditions look into. */
  tables: v.array(text),
})

/** The rules of a scheme. */
export type RuleSet = v.InferOutput<typeof ruleSetSchema>
/** One rule at one place. */
export type CompiledRule = RuleSet['rules'][number]
/** One clean-up of one field. */
export type CompiledCleanup = RuleSet['cleanups'][number]
/** Where a rule runs. */
export type RulePlace = CompiledRule['at']
