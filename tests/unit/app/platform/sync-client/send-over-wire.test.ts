import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sendOverWire } from '#app/platform/sync-client/send-over-wire.ts'
import { packChunkBytes } from '#core/sync/pack-uploads.ts'
import { largestAnswerBytes } from '#core/sync/wire-answer.ts'

const kibibyte = 1024
const path = '/api/v1/packs/1/chunks/0'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A line that answers after so many seconds, unless it is called off before. */
function lineOf(seconds: number, body: (signal: AbortSignal) => BodyInit = () => '{}'): void {
  vi.stubGlobal(
    'fetch',
    (_: string, { signal }: { readonly signal: AbortSignal }) =>
      new Promise((answer, failed) => {
        signal.addEventListener('abort', () => failed(signal.reason))
        setTimeout(() => answer(new Response(body(signal))), seconds * 1000)
      }),
  )
}

/** An answer of so many pieces, one every four seconds; one that does not end stops there. */
const dripping =
  (pieces: number, ends: boolean) =>
  (signal: AbortSignal): ReadableStream<Uint8Array> => {
    let left = pieces
    return new ReadableStream({
      start: (controller) => signal.addEventListener('abort', () => controller.error(signal.reason)),
      async pull(controller) {
        await new Promise((done) => setTimeout(done, left > 0 ? 4000 : 10_000_000))
        if (signal.aborted) return
        controller.enqueue(new Uint8Array(8 * kibibyte).fill(32))
        left -= 1
        if (ends && left === 0) controller.close()
      },
    })
  }

/** What comes of a request, and after how many seconds. */
async function sent(body?: string | Uint8Array<ArrayBuffer>) {
  const startedAt = Date.now()
  const answering = sendOverWire({ method: 'PUT', path, ...(body !== undefined && { body }) }).then((answer) => ({
    kind: answer.kind,
    why: answer.kind === 'failed' ? answer.why : undefined,
    after: (Date.now() - startedAt) / 1000,
  }))
  await vi.runAllTimersAsync()
  return answering
}

test('a piece of a pack arrives over a line of 16 kbit/s', async () => {
  lineOf(packChunkBytes / (2 * kibibyte) + 30)
  expect(await sent(new Uint8Array(packChunkBytes))).toMatchObject({ kind: 'answer' })
})

test('a line that is silent is given up after a minute, and after what the body takes', async () => {
  lineOf(100_000)
  expect(await sent()).toEqual({ kind: 'failed', why: 'timeout', after: 60 })
  expect(await sent(new Uint8Array(packChunkBytes))).toEqual({ kind: 'failed', why: 'timeout', after: 60 + 512 })
  // What counts is what goes over the wire: three bytes a character.
  expect(await sent('报'.repeat(2 * kibibyte))).toEqual({ kind: 'failed', why: 'timeout', after: 60 + 3 })
})

test('an answer that comes slowly is read to its end, one that stops is given up', async () => {
  lineOf(1, dripping(100, true))
  expect(await sent()).toMatchObject({ kind: 'answer', after: 401 })
  lineOf(1, dripping(5, false))
  expect(await sent()).toEqual({ kind: 'failed', why: 'timeout', after: 60 + 20 })
})

test('no more is read of an answer than one of ours can have', async () => {
  const pieceBytes = kibibyte * kibibyte
  const isCalledOff = vi.fn<() => void>()
  /** An answer of that many bytes, in pieces; it says nothing of its length. */
  const answerOf = (bytes: number) => () => {
    let left = bytes
    return new ReadableStream({
      pull(controller) {
        const piece = Math.min(left, pieceBytes)
        if (piece === 0) return controller.close()
        left -= piece
        controller.enqueue(new Uint8Array(piece).fill(32))
      },
      cancel: isCalledOff,
    })
  }
  lineOf(1, answerOf(largestAnswerBytes))
  expect(await sent()).toMatchObject({ kind: 'answer' })
  expect(isCalledOff).not.toHaveBeenCalled()
  lineOf(1, answerOf(largestAnswerBytes + 1))
  expect(await sent()).toMatchObject({ kind: 'failed', why: 'tooLarge' })
  lineOf(1, answerOf(100 * largestAnswerBytes))
  expect(await sent()).toMatchObject({ kind: 'failed', why: 'tooLarge' })
  // The rest does not go on coming.
  expect(isCalledOff).toHaveBeenCalled()
})

test.each([
  ['30', 30],
  ['0', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['Wed, 25 Nov 2026 02:00:00 GMT', undefined],
  [undefined, undefined],
])('a server that says to come back after %s is heard: %s', async (said, seconds) => {
  const headers: Record<string, string> = said === undefined ? {} : { 'Retry-After': said }
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}', { status: 429, headers })))
  const answer = await sendOverWire({ method: 'POST', path })
  const heard = seconds === undefined ? {} : { retryAfterSeconds: seconds }
  expect(answer).toEqual({ kind: 'answer', status: 429, text: '{}', ...heard })
})
