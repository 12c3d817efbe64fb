import { base64url } from 'jose'
import * as v from 'valibot'
import { decodeText, type JsonLimits, readJson } from '#core/record/read-json.ts'
import { type SignedFileKind, signedEnvelopeSchema } from './signed-file.ts'

/**
 * A signed file as the fragment of a link, `#task=1.…`: browsers keep a fragment to themselves, so no server learns of
 * it. After the format number: base64url of raw DEFLATE of the JSON `[protected header, payload, signature]`, and, if
 * the file carries certificates, as many such triples more.
 */
const longestFragment = 8192
const entries = [v.string(), v.string(), v.pipe(v.string(), v.regex(/^[\w-]+$/))] as const
const tripleSchema = v.strictTuple([...entries])
const partsSchema = v.tupleWithRest([...entries], tripleSchema)

type Triple = v.InferOutput<typeof tripleSchema>

type Bytes = Uint8Array<ArrayBuffer>
type Kind = Pick<SignedFileKind<unknown>, 'caibao' | 'note'> & { readonly limits: JsonLimits }

async function through(bytes: Bytes, transform: GenericTransformStream, limitBytes: number): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough<Bytes>(transform)
  const parts: Bytes[] = []
  let sizeBytes = 0
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) break
    sizeBytes += value.byteLength
    if (sizeBytes > limitBytes) {
      await reader.cancel()
      throw new RangeError('larger than such a file can be')
    }
    parts.push(value)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

const innerText = (text: string): string => new TextDecoder().decode(base64url.decode(text))

/** A certificate, opened up: its names stand in the other parts too, and shrink. */
function tripleOf(compact: string): Triple {
  const [header = '', payload = '', signature = ''] = compact.split('.')
  return [innerText(header), innerText(payload), signature]
}

const compactOfTriple = ([header, payload, signature]: Triple): string =>
  [base64url.encode(header), base64url.encode(payload), signature].join('.')

/** The fragment that carries a signed file that was read and verified; a bare one leaves the certificates out. */
export async function signedToFragment(name: string, text: string, { limits }: Kind, isBare = false): Promise<string> {
  const { payload, signatures, certificates = [] } = v.parse(signedEnvelopeSchema, JSON.parse(text))
  const own = signatures.flatMap((part) => [innerText(part.protected), innerText(payload), part.signature])
  const parts = isBare ? own : [...own, ...certificates.map(tripleOf)]
  const bytes = new TextEncoder().encode(JSON.stringify(parts))
  const packed = await through(bytes, new CompressionStream('deflate-raw'), limits.sizeBytes)
  return `#${name}=1.${base64url.encode(packed)}`
}

/** The signed file in a fragment, as its text; undefined when the fragment carries none that is whole. */
export async function fragmentToSigned(name: string, fragment: string, kind: Kind): Promise<string | undefined> {
  const prefix = `#${name}=1.`
  if (!fragment.startsWith(prefix) || fragment.length > longestFragment) return undefined
  try {
    const packed = new Uint8Array(base64url.decode(fragment.slice(prefix.length)))
    const { limits, caibao, note } = kind
    const text = decodeText(await through(packed, new DecompressionStream('deflate-raw'), limits.sizeBytes), limits)
    const json = text.ok ? readJson(text.value, limits) : text
    const parts = v.safeParse(partsSchema, json.ok ? json.value : undefined)
    if (!parts.success) return undefined
    const [header, payload, signature, ...certificates] = parts.output
    const envelope = {
      caibao,
      note,
      payload: base64url.encode(payload),
      signatures: [{ signature, protected: base64url.encode(header) }],
      ...(certificates.length > 0 && { certificates: certificates.map(compactOfTriple) }),
    }
    return `${JSON.stringify(envelope, null, 1)}\n`
  } catch {
    return undefined
  }
}
