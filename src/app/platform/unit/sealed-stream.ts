import { base64url } from 'jose'
import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'

/**
 * A stream sealed with a passphrase: a line of JSON that says what it is, then frames of four bytes of length and
 * AES-256-GCM. The nonce counts the frames and marks the last one, so that none can be dropped, doubled or cut off;
 * the line in front is bound to every frame.
 */
type Bytes = Uint8Array<ArrayBuffer>

const kind = 'unit-backup/2'
/** What is read: the frames have been the same all along, what lies in them says itself how it is laid out. */
const readableKinds = ['unit-backup/1', kind] as const
const note = '这是采报管理版的整库备份，请用采报在“本单位”里恢复；请不要改动。'
const rounds = 600_000
const frameBytes = 1_048_576
const tagBytes = 16
const longestHead = 4096
const text = (value: string): Bytes => new TextEncoder().encode(value)

const headSchema = v.strictObject({
  caibao: v.picklist(readableKinds),
  note: v.string(),
  salt: v.pipe(v.string(), v.regex(/^[\w-]{22}$/)),
  iterations: v.pipe(v.number(), v.integer(), v.minValue(rounds), v.maxValue(10_000_000)),
  check: v.pipe(v.string(), v.regex(/^[\w-]+$/), v.maxLength(64)),
})

/** Why a sealed stream is not opened. */
export type SealedStreamError = AppError<
  'BACKUP_NOT_ONE' | 'BACKUP_VERSION_NEWER' | 'BACKUP_DAMAGED' | 'BACKUP_PASSPHRASE_WRONG' | 'FILE_NOT_OPENED'
>

/** What a reader throws when a frame is not what was written. */
export class FrameBroken extends Error {}

async function keyOf(passphrase: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey('raw', text(passphrase.normalize('NFC')), 'PBKDF2', false, ['deriveKey'])
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  return crypto.subtle.deriveKey(derivation, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Frame `count` from zero; the last byte marks the end. The key is of this file alone. */
function nonceOf(count: number, isLast: boolean): Bytes {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setUint32(4, count)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

const checkNonce = new Uint8Array(12).fill(255)

/** Cuts a stream into pieces of one size; the last may be shorter. */
async function* pieces(stream: ReadableStream<Bytes>, size: number): AsyncGenerator<Bytes, void> {
  let held: Bytes = new Uint8Array(0)
  const reader = stream.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const joined = new Uint8Array(held.length + next.value.length)
    joined.set(held)
    joined.set(next.value, held.length)
    let at = 0
    for (; joined.length - at > size; at += size) yield joined.slice(at, at + size)
    held = joined.slice(at)
  }
  yield held
}

/** A stream that is sealed while it is read. */
export interface SealedStream {
  readonly stream: ReadableStream<Bytes>
  /** What the file goes by that it becomes: no other has it. */
  readonly seal: string
}

/** Seals a stream while it is read. */
export async function sealStream(stream: ReadableStream<Bytes>, passphrase: string): Promise<SealedStream> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const key = await keyOf(passphrase, salt, rounds)
  const check = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: checkNonce }, key, text(kind)))
  const seal = base64url.encode(salt)
  const head = { caibao: kind, note, salt: seal, iterations: rounds, check: base64url.encode(check) }
  const line = text(`${JSON.stringify(head)}\n`)

  async function* frames(): AsyncGenerator<Bytes, void> {
    yield line
    let count = 0
    let waiting: Bytes | undefined
    const frame = async (piece: Bytes, isLast: boolean): Promise<Bytes> => {
      const algorithm = { name: 'AES-GCM', iv: nonceOf(count, isLast), additionalData: line }
      const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, piece))
      const framed = new Uint8Array(4 + sealed.length)
      new DataView(framed.buffer).setUint32(0, sealed.length)
      framed.set(sealed, 4)
      count += 1
      return framed
    }
    for await (const piece of pieces(stream, frameBytes)) {
      if (waiting) yield await frame(waiting, false)
      waiting = piece
    }
    yield await frame(waiting ?? new Uint8Array(0), true)
  }
  return { stream: streamOf(frames()), seal }
}

function streamOf(parts: AsyncGenerator<Bytes, void>): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const next = await parts.next()
        if (next.done === true) controller.close()
        else controller.enqueue(next.value)
      },
      async cancel() {
        await parts.return()
      },
    },
    { highWaterMark: 1 },
  )
}

function readHead(line: string): Result<v.InferOutput<typeof headSchema>, SealedStreamError> {
  try {
    const json: unknown = JSON.parse(line)
    const named = v.safeParse(v.object({ caibao: v.string() }), json)
    const caibao = named.success ? named.output.caibao : ''
    if (!caibao.startsWith('unit-backup/')) return fail('BACKUP_NOT_ONE', {})
    if (!v.is(headSchema.entries.caibao, caibao)) return fail('BACKUP_VERSION_NEWER', { found: caibao.slice(0, 40) })
    const head = v.safeParse(headSchema, json)
    return head.success ? ok(head.output) : fail('BACKUP_DAMAGED', { where: '文件头' })
  } catch {
    return fail('BACKUP_NOT_ONE', {})
  }
}

/** Why bytes of a file did not come: the stick it lay on was pulled out. Whatever else was thrown is thrown on. */
export function notOpened(thrown: unknown): Result<never, AppError<'FILE_NOT_OPENED'>> {
  if (thrown instanceof DOMException) return fail('FILE_NOT_OPENED', { reason: thrown.message })
  throw thrown
}

/** The line in front of a sealed file, as it stands there and as it reads. */
async function frontOf(file: Blob) {
  const read = await file.slice(0, longestHead).arrayBuffer().then(ok, notOpened)
  if (!read.ok) return read
  const start = new Uint8Array(read.value)
  const end = start.indexOf(10)
  if (end < 0) return fail('BACKUP_NOT_ONE', {})
  const line = start.slice(0, end + 1)
  const head = readHead(new TextDecoder().decode(line))
  return head.ok ? ok({ line, head: head.value }) : head
}

/** What a sealed file goes by. */
export async function sealOf(file: Blob): Promise<Result<string, SealedStreamError>> {
  const front = await frontOf(file)
  return front.ok ? ok(front.value.head.salt) : front
}

/** Opens a sealed file; the stream throws {@link FrameBroken} at the first frame that was changed or is missing. */
export async function openSealedFile(
  file: Blob,
  passphrase: string,
): Promise<Result<ReadableStream<Bytes>, SealedStreamError>> {
  const front = await frontOf(file)
  if (!front.ok) return front
  const { line, head } = front.value
  const key = await keyOf(passphrase, new Uint8Array(base64url.decode(head.salt)), head.iterations)
  try {
    const check = new Uint8Array(base64url.decode(head.check))
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv: checkNonce }, key, check)
  } catch {
    return fail('BACKUP_PASSPHRASE_WRONG', {})
  }
  return ok(streamOf(framesIn(file, line, key)))
}

async function* framesIn(file: Blob, line: Bytes, key: CryptoKey): AsyncGenerator<Bytes, void> {
  let at = line.length
  for (let count = 0; at < file.size; count += 1) {
    const length = new DataView(await file.slice(at, at + 4).arrayBuffer())
    const size = length.byteLength === 4 ? length.getUint32(0) : 0
    const isLast = at + 4 + size === file.size
    if (size < tagBytes || size > frameBytes + tagBytes || at + 4 + size > file.size) throw new FrameBroken()
    const sealed = await file.slice(at + 4, at + 4 + size).arrayBuffer()
    try {
      const algorithm = { name: 'AES-GCM', iv: nonceOf(count, isLast), additionalData: line }
      yield new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed))
    } catch {
      throw new FrameBroken()
    }
    at += 4 + size
    if (isLast) return
  }
  throw new FrameBroken()
}
