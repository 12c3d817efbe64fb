import * as fc from 'fast-check'
import type { OpenApiOperation } from '#server/openapi/open-api-document.ts'
import { anyNamed, anyOf, type JsonSchema, type KnownValues } from './any-of-schema.ts'
import type { Credential, Told } from './fuzz-scene.ts'

/** Where a request is hurt, and how. */
interface Hurt {
  readonly kind: 'cut' | 'changed' | 'inserted'
  /** From 0, the beginning, to 1, the end. */
  readonly at: number
  readonly byte: number
}

/** One request: made from the schemas, to be sent as it is or when there is no right one to hurt. */
export interface Drawn {
  readonly made: Told
  readonly isTold: boolean
  readonly hurt: Hurt | undefined
  readonly credential: Credential
  readonly address: string
}

// The generator only reads the part of JSON Schema that this interface uses.
const schemaOf = (schema: unknown): JsonSchema => (typeof schema === 'object' && schema !== null ? schema : {})

/** Text as it can travel: a lone half of a character becomes a mark. */
const asText = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return new TextDecoder().decode(new TextEncoder().encode(text))
}

/** Requests of one operation from its schemas: fitting them mostly, and not quite at times. */
function madeOf(path: string, { parameters, requestBody }: OpenApiOperation, known: KnownValues): fc.Arbitrary<Told> {
  const parts = Object.fromEntries(
    parameters.map(({ name, schema }) => [name, anyNamed(name, schemaOf(schema), known)]),
  )
  const requiredKeys = parameters.flatMap(({ name, required }) => (required ? [name] : []))
  const content = Object.values(requestBody?.content ?? {})[0]
  const body = content ? fc.option(anyOf(schemaOf(content.schema), known), { nil: undefined }) : fc.constant(undefined)
  return fc.tuple(fc.record(parts, { requiredKeys }), body).map(([values, wanted]) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(asText(values[name])) || 'x')
    const query = new URLSearchParams(
      parameters.flatMap(({ name, in: where }) =>
        where === 'query' && name in values ? [[name, asText(values[name])]] : [],
      ),
    )
    return { path: `${filled}?${query}`, body: wanted === undefined ? undefined : asText(wanted) }
  })
}

/** Requests of one operation, each with what else befalls it. */
export function requestsOf(path: string, operation: OpenApiOperation, known: KnownValues): fc.Arbitrary<Drawn> {
  const hurt = fc.record({
    kind: fc.constantFrom('cut', 'changed', 'inserted'),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    byte: fc.nat(255),
  })
  return fc.record({
    made: madeOf(path, operation, known),
    isTold: fc.boolean(),
    hurt: fc.option(hurt, { nil: undefined, freq: 1 }),
    credential: fc.constantFrom('own', 'own', 'own', 'own', 'own', 'own', 'none', 'other', 'half'),
    // Brakes on guessing are per address: everybody comes from another one.
    address: fc.ipV4(),
  })
}

const bytesOf = (body: unknown): Buffer => {
  if (body instanceof Uint8Array) return Buffer.from(body)
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

function damaged(bytes: Buffer, { kind, at, byte }: Hurt): Buffer {
  const place = Math.floor(at * bytes.length)
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(kind === 'changed' ? place + 1 : place)]
  return kind === 'cut' ? before : Buffer.concat([before, Buffer.from([byte]), after])
}

/** A request that was right, hurt at one place: in its body, or in its address where it has none. */
export function hurtAt(told: Told, hurt: Hurt): Told {
  if (told.body !== undefined) return { ...told, body: damaged(bytesOf(told.body), hurt) }
  return { ...told, path: told.path.slice(0, 1 + Math.floor(hurt.at * told.path.length)) }
}

/** The body as it is sent. */
export const sentBody = (body: unknown): Uint8Array<ArrayBuffer> | null =>
  body === undefined ? null : new Uint8Array(bytesOf(body))
