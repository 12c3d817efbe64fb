import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { isDue, justAdded, nextOutboxState, type OutboxState } from '#core/sync/outbox.ts'
import { readDelivery } from '#core/sync/read-delivery.ts'
import type { WireAnswer } from '#core/sync/wire-answer.ts'
import { aReceiptSigner, type ReceiptSigner } from '#tests/support/a-server.ts'

const taskId = '0198f000-0000-7000-8000-00000000000a'
let server: ReceiptSigner
beforeAll(async () => {
  server = await aReceiptSigner()
})

/** What can happen to one attempt on its way there and back. */
const fault = fc.oneof(
  fc.constantFrom('lostThere', 'lostBack', 'twice', 'portal', 'whole', 'unloaded'),
  fc.record({ cutAt: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
  fc.record({ status: fc.integer({ min: 300, max: 599 }) }),
)
type Fault = typeof fault extends fc.Arbitrary<infer T> ? T : never

/** A server that keeps each submission once, behind a network that does what the fault says. */
class FaultyServer {
  readonly kept: string[] = []

  async #take(digest: string): Promise<string> {
    const isKnown = this.kept.includes(digest)
    if (!isKnown) this.kept.push(digest)
    return JSON.stringify({ digest, receipt: await server.receipt({ digest, taskId }), isKnown })
  }

  async send(digest: string, what: Fault): Promise<WireAnswer | undefined> {
    if (what === 'lostThere') return { kind: 'failed', why: 'offline' }
    if (what === 'portal') return { kind: 'answer', status: 200, text: '<html>登录</html>' }
    if (typeof what === 'object' && 'status' in what) return { kind: 'answer', status: what.status, text: '' }
    if (what === 'twice') await this.#take(digest)
    const text = await this.#take(digest)
    if (what === 'lostBack') return { kind: 'failed', why: 'timeout' }
    // The laptop was closed in the middle: nobody heard the answer.
    if (what === 'unloaded') return undefined
    return {
      kind: 'answer',
      status: 200,
      text: typeof what === 'object' ? text.slice(0, what.cutAt * text.length) : text,
    }
  }
}

describe('a submission on a bad network', () => {
  test('arrives exactly once, and leaves the queue only with its receipt', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 12 }), async (faults) => {
        const digest = 'c'.repeat(64)
        const far = new FaultyServer()
        let state: OutboxState = justAdded(0)
        let now = 0
        for (const what of [...faults, 'whole' as const]) {
          if (state.name !== 'waiting') break
          now = Math.max(now, state.nextAt)
          expect(isDue(state, now)).toBe(true)
          const answer = await far.send(digest, what)
          if (!answer) continue
          const result = await readDelivery(answer, { digest, taskId, serverKey: server.kid })
          state = nextOutboxState(state, { kind: 'attempted', result }, now)
        }
        expect(state.name).toBe('delivered')
        expect(far.kept).toEqual([digest])
      }),
      { numRuns: 80 },
    )
  })
})
