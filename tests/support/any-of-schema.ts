import * as fc from 'fast-check'

/** As much of JSON Schema as the interface uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema | readonly JsonSchema[]
  readonly prefixItems?: readonly JsonSchema[]
  readonly format?: string
  readonly pattern?: string
  readonly minItems?: number
  readonly additionalProperties?: JsonSchema | boolean
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1e308,
    [],
    {},
    true,
    '\u0000',
    '../../etc/passwd',
    "' or 1=1 --",
    '𬱖',
    '\ud800',
  ),
  fc.jsonValue({ maxDepth: 3 }),
)

/** Text that fits a pattern where it is one of ours, else anything. */
function anyText({ format, pattern }: JsonSchema): fc.Arbitrary<unknown> {
  if (format === 'uuid') return fc.uuid()
  if (pattern === '^[0-9a-f]{64}$') return fc.stringMatching(/^[0-9a-f]{64}$/)
  if (pattern !== undefined) {
    try {
      return fc.stringMatching(new RegExp(pattern.replaceAll(/\\p\{L\}\\p\{N\}/g, 'a-z'), ''))
    } catch {
      return fc.string()
    }
  }
  return fc.string({ unit: 'grapheme', maxLength: 80 })
}

function anyObject({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const parts = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, anyOf(schema)]))
  return fc.record(parts, { requiredKeys: [...required] })
}

const listOf = (items: JsonSchema['items']): JsonSchema => (items && 'length' in items ? {} : (items ?? {}))

/** Values that fit a schema, and now and then something that does not. */
export function anyOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: fitting(schema) }, { weight: 1, arbitrary: odd })
}

const byType: Readonly<Record<string, (schema: JsonSchema) => fc.Arbitrary<unknown>>> = {
  string: anyText,
  integer: () => fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer()),
  number: () => fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer(), fc.double()),
  boolean: () => fc.boolean(),
  array: ({ items, minItems = 0 }) => fc.array(anyOf(listOf(items)), { minLength: minItems, maxLength: 3 }),
  object: anyObject,
}

function fitting(schema: JsonSchema): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf?.slice(0, 1)
  if (choices) return fc.oneof(...choices.map(anyOf))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  return byType[String(schema.type)]?.(schema) ?? odd
}
