import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { decodeText, type JsonLimits, readJson, type ReadJsonError } from '#core/record/read-json.ts'
import { type FileCrypto, webFileCrypto } from '#core/submission/file-crypto.ts'
import { isCanonical } from '#core/submission/is-canonical.ts'
import { type SignedFile, type SignedFileKind, signedEnvelopeSchema, signedHeaderSchema } from './signed-file.ts'

/** Why a signed file is refused; nothing of a refused file is taken over. */
export type SignedFileError =
  | ReadJsonError
  | AppError<
      | 'SIGNED_FILE_NOT_ONE'
      | 'SIGNED_FILE_NEWER'
      | 'SIGNED_FILE_DAMAGED'
      | 'SIGNED_FILE_ALGORITHM_REFUSED'
      | 'SIGNED_FILE_SIGNATURE_BAD'
    >

type Envelope = v.InferOutput<typeof signedEnvelopeSchema>
type Header = v.InferOutput<typeof signedHeaderSchema>
type Kind = Pick<SignedFileKind<unknown>, 'name' | 'caibao' | 'typ' | 'limits'>

function readEnvelope(json: unknown, { name, caibao }: Kind): Result<Envelope, SignedFileError> {
  const named = v.safeParse(v.object({ caibao: v.string() }), json)
  const family = `${caibao.split('/', 1)[0] ?? ''}/`
  if (!named.success || !named.output.caibao.startsWith(family)) return fail('SIGNED_FILE_NOT_ONE', { name })
  if (named.output.caibao !== caibao) {
    return fail('SIGNED_FILE_NEWER', { name, found: named.output.caibao.slice(0, 40) })
  }
  const envelope = v.safeParse(signedEnvelopeSchema, json)
  return envelope.success
    ? ok(envelope.output)
    : fail('SIGNED_FILE_DAMAGED', { name, where: v.getDotPath(envelope.issues[0]) ?? '外层' })
}

/** JSON inside base64url, bounded before it is parsed. */
async function readInner(
  text: string,
  limits: JsonLimits,
  { decode, breathe }: FileCrypto,
): Promise<{ readonly text: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly json: unknown } | undefined> {
  try {
    const bytes = decode(text)
    await breathe?.()
    const decoded = decodeText(bytes, limits)
    if (!decoded.ok) return undefined
    await breathe?.()
    const json = readJson(decoded.value, limits)
    return json.ok ? { text: decoded.value, bytes, json: json.value } : undefined
  } catch {
    return undefined
  }
}

async function readHeader(
  text: string,
  { name, typ, limits }: Kind,
  by: FileCrypto,
): Promise<Result<Header, SignedFileError>> {
  const inner = await readInner(text, limits, by)
  const algorithm = v.safeParse(v.object({ alg: v.string() }), inner?.json)
  if (algorithm.success && algorithm.output.alg !== 'ES256') {
    return fail('SIGNED_FILE_ALGORITHM_REFUSED', { name, found: algorithm.output.alg.slice(0, 20) })
  }
  const header = v.safeParse(signedHeaderSchema, inner?.json)
  if (!header.success) return fail('SIGNED_FILE_DAMAGED', { name, where: 'protected' })
  return header.output.typ === typ ? ok(header.output) : fail('SIGNED_FILE_SIGNATURE_BAD', { name })
}

async function verify(
  { payload, signatures }: Envelope,
  kind: Kind,
  by: FileCrypto,
): Promise<Result<Header, SignedFileError>> {
  const [signature] = signatures
  const bad = fail('SIGNED_FILE_SIGNATURE_BAD', { name: kind.name })
  if (!signature) return bad
  const header = await readHeader(signature.protected, kind, by)
  if (!header.ok) return header
  const { jwk, kid } = header.value
  if ((await by.thumbprint(jwk)) !== kid) return bad
  try {
    return (await by.verify({ payload, ...signature }, jwk)) ? header : bad
  } catch {
    return bad
  }
}

/** What was signed, in the one spelling it may have. */
async function readContent<T>(
  text: string,
  { name, limits, schema }: SignedFileKind<T>,
  by: FileCrypto,
): Promise<Result<{ readonly content: T; readonly bytes: Uint8Array<ArrayBuffer> }, SignedFileError>> {
  const payload = await readInner(text, limits, by)
  await by.breathe?.()
  // One content, one digest: a payload in another spelling (or with a key twice) was not made by us.
  if (!payload || !isCanonical(payload.json, payload.text)) {
    return fail('SIGNED_FILE_DAMAGED', { name, where: 'payload' })
  }
  await by.breathe?.()
  const content = v.safeParse(schema, payload.json)
  return content.success
    ? ok({ content: content.output, bytes: payload.bytes })
    : fail('SIGNED_FILE_DAMAGED', { name, where: v.getDotPath(content.issues[0]) ?? 'payload' })
}

/** Reads and verifies a signed file of this kind: size, depth and keys first, then the signature, then the content. */
export async function readSignedFile<T>(
  text: string,
  kind: SignedFileKind<T>,
  by: FileCrypto = webFileCrypto,
): Promise<Result<SignedFile<T>, SignedFileError>> {
  const json = readJson(text, kind.limits)
  if (!json.ok) return json
  await by.breathe?.()
  const envelope = readEnvelope(json.value, kind)
  if (!envelope.ok) return envelope
  await by.breathe?.()
  const header = await verify(envelope.value, kind, by)
  if (!header.ok) return header
  const { payload, certificates = [] } = envelope.value
  const read = await readContent(payload, kind, by)
  if (!read.ok) return read
  const { content, bytes } = read.value
  const { jwk, kid } = header.value
  return ok({ content, digest: await by.sha256Hex(bytes), signer: kid, signerKey: jwk, certificates, text })
}
