import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { DeliveryResult } from '#core/sync/delivery.ts'
import { readDelivery } from '#core/sync/read-delivery.ts'
import { aReceiptSigner, type ReceiptSigner } from '#tests/support/a-server.ts'

const digest = 'a'.repeat(64)
const taskId = '0198f000-0000-7000-8000-00000000000a'
let server: ReceiptSigner
let body = ''

const deliver = (text: string, status = 200): Promise<DeliveryResult> =>
  readDelivery({ kind: 'answer', status, text }, { digest, taskId, serverKey: server.kid })

beforeAll(async () => {
  server = await aReceiptSigner()
  body = JSON.stringify({ digest, receipt: await server.receipt({ digest, taskId }), isKnown: false })
})

describe('an attempt to deliver', () => {
  test('ends with the receipt of the known server for this submission', async () => {
    expect(await deliver(body)).toMatchObject({ kind: 'receipt', receipt: { by: 'server', at: 1_700_000_000_000 } })
  })

  test('never ends with an answer that was cut, wherever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: body.length - 1 }), async (length) => {
        expect((await deliver(body.slice(0, length))).kind).toBe('retry')
      }),
      { numRuns: 60 },
    )
  })

  test('never ends with a receipt in which anything was changed', async () => {
    const { receipt } = JSON.parse(body)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: receipt.length - 1 }), async (at) => {
        const changed = `${receipt.slice(0, at)}${receipt[at] === 'A' ? 'B' : 'A'}${receipt.slice(at + 1)}`
        const result = await deliver(JSON.stringify({ digest, receipt: changed, isKnown: true }))
        // The sentence for people at the head of the file is not signed.
        const isOnlyNote = /"payload".*/s.exec(changed)?.[0] === /"payload".*/s.exec(receipt)?.[0]
        expect(result.kind === 'retry' || (isOnlyNote && result.kind === 'receipt')).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('never ends with a receipt for another submission or another task', async () => {
    const others = [
      { digest: 'b'.repeat(64), taskId },
      { digest, taskId: '0198f000-0000-7000-8000-00000000000b' },
    ]
    for (const other of others) {
      const text = JSON.stringify({ digest, receipt: await server.receipt(other), isKnown: false })
      expect(await deliver(text)).toMatchObject({ kind: 'retry', error: { code: 'DELIVERY_RECEIPT_BAD' } })
    }
  })

  test('is told to the person when another server signed', async () => {
    const forger = await aReceiptSigner()
    const text = JSON.stringify({ digest, receipt: await forger.receipt({ digest, taskId }), isKnown: false })
    expect(await deliver(text)).toMatchObject({ kind: 'needsPerson', error: { code: 'SERVER_KEY_OTHER' } })
    const claiming = await forger.receipt({ digest, taskId, server: server.kid })
    expect((await deliver(JSON.stringify({ digest, receipt: claiming, isKnown: false }))).kind).toBe('needsPerson')
  })

  test('keeps its place in the queue with a receipt under a status that is no success', async () => {
    expect((await deliver(body, 500)).kind).toBe('retry')
    expect((await deliver(body, 302)).kind).toBe('retry')
  })
})
