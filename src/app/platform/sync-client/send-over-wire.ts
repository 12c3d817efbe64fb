import { largestAnswerBytes, type WireAnswer } from '#core/sync/wire-answer.ts'
import { type Patience, patienceWith } from './patience.ts'

/** One request of this app to the server it came from. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With query, from the first slash. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** The answer is no text. */
  readonly wantsBytes?: boolean
}

class TooLarge extends Error {}

/** Reads a body that may be hostile: no more of it than an answer of ours can be. */
async function readBody(response: Response, patience: Patience): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let sizeBytes = 0
  if (!response.body) return new Blob()
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    sizeBytes += value.byteLength
    patience.heard(value.byteLength)
    if (sizeBytes > largestAnswerBytes) {
      await reader.cancel()
      throw new TooLarge()
    }
    parts.push(new Uint8Array(value))
  }
  return new Blob(parts)
}

/** Bytes that say so themselves; a page of somebody in between is read as text, and as foreign. */
const isBytes = (response: Response): boolean =>
  response.ok && response.headers.get('Content-Type') === 'application/octet-stream'

function retryAfterOf(response: Response): { readonly retryAfterSeconds?: number } {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN)
  return Number.isInteger(seconds) && seconds > 0 ? { retryAfterSeconds: seconds } : {}
}

function failureOf(thrown: unknown, hasAnswered: boolean): WireAnswer {
  if (thrown instanceof TooLarge) return { kind: 'failed', why: 'tooLarge' }
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') return { kind: 'failed', why: 'timeout' }
  return { kind: 'failed', why: hasAnswered ? 'cut' : 'offline' }
}

/** Sends a request and tells what came back; never throws. A redirect is not followed: none of ours redirects. */
export async function sendOverWire({
  method,
  path,
  headers = {},
  body,
  wantsBytes = false,
}: WireRequest): Promise<WireAnswer> {
  let hasAnswered = false
  const patience = patienceWith(body === undefined ? 0 : new Blob([body]).size)
  try {
    const response = await fetch(path, {
      method,
      headers,
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'manual',
      signal: patience.signal,
      ...(body !== undefined && { body }),
    })
    hasAnswered = true
    const read = await readBody(response, patience)
    const content =
      wantsBytes && isBytes(response)
        ? { text: '', bytes: new Uint8Array(await read.arrayBuffer()) }
        : { text: await read.text() }
    return { kind: 'answer', status: response.status, ...content, ...retryAfterOf(response) }
  } catch (thrown) {
    return failureOf(thrown, hasAnswered)
  } finally {
    patience.end()
  }
}
