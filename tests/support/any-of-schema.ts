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

/** Values that are real where a request is made, by the name of the member they stand in; `uuid` for whatever is one. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>

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

const oneOf = (values: readonly unknown[] = [], otherwise: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  values.length === 0
    ? otherwise
    : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: otherwise })

/** Text that fits a pattern where it is one of ours, else anything. */
function anyText({ format, pattern }: JsonSchema, known: KnownValues): fc.Arbitrary<unknown> {
  if (format === 'uuid') return oneOf(known['uuid'], fc.uuid())
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

function anyObject({ properties = {}, required = [] }: JsonSchema, known: KnownValues): fc.Arbitrary<unknown> {
  const parts = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, anyNamed(name, schema, known)]),
  )
  return fc.record(parts, { requiredKeys: [...required] })
}

const listOf = (items: JsonSchema['items']): JsonSchema => (items && 'length' in items ? {} : (items ?? {}))

/** Values that fit a schema, and now and then something that does not. */
export function anyOf(schema: JsonSchema, known: KnownValues = {}): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: fitting(schema, known) }, { weight: 1, arbitrary: odd })
}

/** The same of a member with a name: mostly what is real there. */
export const anyNamed = (name: string, schema: JsonSchema, known: KnownValues): fc.Arbitrary<unknown> =>
  oneOf(known[name], anyOf(schema, known))

const byType: Readonly<Record<string, (schema: JsonSchema, known: KnownValues) => fc.Arbitrary<unknown>>> = {
  string: anyText,
  integer: () => fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer()),
  number: () => fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer(), fc.double()),
  boolean: () => fc.boolean(),
  array: ({ items, minItems = 0 }, known) =>
    fc.array(anyOf(listOf(items), known), { minLength: minItems, maxLength: 3 }),
  object: anyObject,
}

function fitting(schema: JsonSchema, known: KnownValues): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf?.slice(0, 1)
  if (choices) return fc.oneof(...choices.map((choice) => anyOf(choice, known)))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  return byType[String(schema.type)]?.(schema, known) ?? odd
}
