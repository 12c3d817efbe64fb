import { request } from 'node:http'
import { isReceiptFor, readReceipt } from '#core/sync/receipt.ts'
import { acceptedSchema } from '#core/sync/submissions.ts'
import { readWireAnswer, type WireAnswer } from '#core/sync/wire-answer.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSignedFile } from '#tests/support/sync.ts'
import type { Place } from './place.ts'

/** A file on its way. */
export interface Waiting {
  readonly digest: string
  readonly text: string
}

/** A file with the receipt that let it leave the queue. */
export interface Acknowledged extends Waiting {
  readonly position: number
  readonly head: string
}

const patienceMs = 4_000

function post(origin: string, token: string, text: string): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const failed = (why: 'cut' | 'timeout'): void => resolve({ kind: 'failed', why })
    const headers = { Authorization: `Bearer ${token}`, 'Content-Length': Buffer.byteLength(text) }
    const asked = request(`${origin}/api/v1/submissions`, { method: 'POST', agent: false, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', () => failed('cut'))
      answer.once('close', () => failed('cut'))
      answer.once('end', () => {
        const said = Buffer.concat(chunks).toString('utf8')
        resolve({ kind: 'answer', status: answer.statusCode ?? 0, text: said })
      })
    })
    asked.setTimeout(patienceMs, () => asked.destroy())
    asked.once('error', () => failed('cut'))
    asked.end(text)
  })
}

/** What the sending of a file came to: a receipt, or the reason to come again; anything else is a fault of the server. */
async function send(origin: string, place: Place, file: Waiting): Promise<Acknowledged | undefined> {
  const answer = readWireAnswer(await post(origin, place.task.token, file.text), acceptedSchema)
  if (!answer.ok) {
    if (answer.remedy === 'retry') return undefined
    throw new Error(`the server refused a good file: ${answer.error.code}`)
  }
  const receipt = await readReceipt(answer.value.receipt)
  const { taskId } = place.task
  const expected = { digest: file.digest, taskId, serverKey: place.serverKey }
  if (!receipt.ok || !isReceiptFor(receipt.value, expected)) return undefined
  const { position, head } = receipt.value.content
  return { ...file, position, head }
}

/** Files as devices have them, signed beforehand. */
export async function someFiles(count: number): Promise<Waiting[]> {
  const key = await aSigningKey()
  const files = await Promise.all(Array.from({ length: count }, () => aSignedFile({}, key)))
  return files.map(({ digest, text }) => ({ digest, text }))
}

/** A queue as the app has one: a file leaves it only with a receipt that fits. */
export interface Queue {
  readonly acknowledged: readonly Acknowledged[]
  readonly waiting: () => number
  /** How often a file had to be sent once more. */
  readonly retries: () => number
  /** Sends over several connections until all is acknowledged or it is told to end. */
  run(origin: string, isOver: () => boolean): Promise<void>
}

const connections = 8

/** Fills a queue. */
export function aQueue(place: Place, files: readonly Waiting[]): Queue {
  const waiting = [...files]
  const acknowledged: Acknowledged[] = []
  let retries = 0
  async function worker(origin: string, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const file = waiting.shift()
      if (!file) return
      const done = await send(origin, place, file)
      if (done) acknowledged.push(done)
      else {
        retries += 1
        waiting.push(file)
      }
    }
  }
  return {
    acknowledged,
    waiting: () => waiting.length,
    retries: () => retries,
    async run(origin, isOver) {
      await Promise.all(Array.from({ length: connections }, () => worker(origin, isOver)))
    },
  }
}
