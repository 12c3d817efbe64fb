import * as v from 'valibot'

const text = v.string()
const index = v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(100_000))
const attrValue = v.union([text, v.number(), v.boolean(), v.array(text)])
/** Values of some rows, by the row's index. */
const sparse = <T extends v.GenericSchema>(value: T) => v.record(v.pipe(text, v.digits()), value)

/** A compiled code table: one column per property, rare properties only where they are set. */
export const tableDataSchema = v.strictObject({
  id: text,
  title: text,
  standard: text,
  version: text,
  source: text,
  constructed: v.picklist(['no', 'partly', 'yes']),
  codes: v.pipe(v.array(text), v.maxLength(100_000)),
  names: v.array(text),
  parents: v.exactOptional(v.array(index)),
  aliases: v.exactOptional(sparse(v.array(text))),
  from: v.exactOptional(sparse(text)),
  to: v.exactOptional(sparse(text)),
  groups: v.exactOptional(v.array(index)),
  abolished: v.exactOptional(v.array(index)),
  now: v.exactOptional(sparse(index)),
  attrs: v.exactOptional(v.record(text, sparse(attrValue))),
  pinyin: v.array(text),
})

/** A code table as the bundle carries it. */
export type TableData = v.InferOutput<typeof tableDataSchema>
