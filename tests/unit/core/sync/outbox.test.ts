import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AppError } from '#core/errors/error-code.ts'
import type { DeliveryResult } from '#core/sync/delivery.ts'
import { isDue, justAdded, nextOutboxState, type OutboxEvent, pauseMs, receiptOf } from '#core/sync/outbox.ts'

const error = { code: 'DELIVERY_NO_SERVER', params: {} } as const
const attempt = (result: DeliveryResult): OutboxEvent => ({ kind: 'attempted', result })
const receipt: DeliveryResult = { kind: 'receipt', receipt: { by: 'server', at: 5 } }

describe('the outbox', () => {
  test('tries at once, and then in growing pauses of an hour at most', () => {
    let state = justAdded(0)
    expect(isDue(state, 0)).toBe(true)
    state = nextOutboxState(state, attempt({ kind: 'retry', error }), 1000)
    expect(isDue(state, 1000)).toBe(false)
    expect(isDue(state, 31_000)).toBe(true)
    expect(nextOutboxState(state, attempt({ kind: 'retry', error }), 0)).toMatchObject({ nextAt: 60_000 })
    expect(pauseMs(60)).toBe(3_600_000)
  })

  test('does not let the person wait, nor a network that is there again', () => {
    const after = (why: AppError) => nextOutboxState(justAdded(0), attempt({ kind: 'retry', error: why }), 0)
    const offline = after({ code: 'DELIVERY_NO_CONNECTION', params: { why: 'offline' } })
    const loginPage = after({ code: 'DELIVERY_ANSWER_FOREIGN', params: { status: 200 } })
    const busy = after({ code: 'SERVER_FAILED', params: {} })
    const all = [offline, loginPage, busy]
    expect(all.map((state) => isDue(state, 1000))).toEqual([false, false, false])
    expect(all.map((state) => isDue(state, 1000, 'network'))).toEqual([true, true, false])
    expect(all.map((state) => isDue(state, 1000, 'person'))).toEqual([true, true, true])
    const held = nextOutboxState(justAdded(0), attempt({ kind: 'needsPerson', error }), 0)
    expect(isDue(held, 1000, 'person')).toBe(false)
  })

  test('does not wait for years where the clock went wrong and was set back', () => {
    const future = 10 * 365 * 86_400_000
    const tried = nextOutboxState(justAdded(future), attempt({ kind: 'retry', error }), future)
    for (const state of [justAdded(future), tried]) expect(isDue(state, 1000)).toBe(true)
    // The longest pause itself is waited for.
    const asked = nextOutboxState(justAdded(0), attempt({ kind: 'retry', error, retryAfterSeconds: 86_400 }), 0)
    expect(isDue(asked, 0)).toBe(false)
  })

  test('holds for the person what time does not help', () => {
    const held = nextOutboxState(justAdded(0), attempt({ kind: 'needsPerson', error }), 0)
    expect(held.name).toBe('held')
    expect(isDue(held, Number.MAX_SAFE_INTEGER)).toBe(false)
    expect(nextOutboxState(held, { kind: 'handedOver' }, 7)).toEqual({
      name: 'delivered',
      receipt: { by: 'hand', at: 7 },
    })
  })

  test('a return comes after delivery, and nothing undoes either by a late answer', () => {
    const delivered = nextOutboxState(justAdded(0), attempt(receipt), 1)
    expect(nextOutboxState(delivered, attempt({ kind: 'quarantine', error }), 2)).toEqual(delivered)
    const returned = nextOutboxState(delivered, { kind: 'returned', slipId: 's' }, 3)
    expect(returned.name).toBe('returned')
    expect(nextOutboxState(returned, attempt(receipt), 4)).toEqual(returned)
    // The receipt is the person’s proof, whatever the unit thinks of what arrived.
    expect(returned).toMatchObject({ receipt: { by: 'server', at: 5 } })
    expect(nextOutboxState(returned, { kind: 'returned', slipId: 't' }, 5)).toMatchObject({ receipt: { at: 5 } })
  })

  test('the server’s receipt counts though the file was given by hand, or returned, before it came', () => {
    const byHand = nextOutboxState(justAdded(0), { kind: 'handedOver' }, 1)
    expect(nextOutboxState(byHand, attempt(receipt), 2)).toEqual({
      name: 'delivered',
      receipt: { by: 'server', at: 5 },
    })
    for (const before of [justAdded(0), byHand]) {
      const returned = nextOutboxState(before, { kind: 'returned', slipId: 's' }, 3)
      expect(nextOutboxState(returned, attempt(receipt), 4)).toEqual({
        ...returned,
        receipt: { by: 'server', at: 5 },
      })
    }
    for (const late of [
      { kind: 'retry', error },
      { kind: 'quarantine', error },
    ] as const)
      expect(nextOutboxState(byHand, attempt(late), 2)).toEqual(byHand)
  })

  test('sends again what the server has lost, and keeps the receipt that proves when it first arrived', () => {
    const delivered = nextOutboxState(justAdded(0), attempt(receipt), 1)
    const lost = nextOutboxState(delivered, { kind: 'lost' }, 9)
    expect(lost).toEqual({ name: 'waiting', attempts: 0, nextAt: 9, firstReceipt: { by: 'server', at: 5 } })
    const tried = nextOutboxState(lost, attempt({ kind: 'needsPerson', error }), 10)
    const again = nextOutboxState(tried, { kind: 'retryAsked' }, 11)
    const later: DeliveryResult = { kind: 'receipt', receipt: { by: 'server', at: 12 } }
    const there = nextOutboxState(again, attempt(later), 12)
    expect(there).toMatchObject({ name: 'delivered', receipt: { at: 12 }, firstReceipt: { at: 5 } })
    // Lost once more, it is still the first one that counts.
    expect(nextOutboxState(there, { kind: 'lost' }, 20).firstReceipt).toEqual({ by: 'server', at: 5 })
    expect(nextOutboxState(there, { kind: 'returned', slipId: 's' }, 20).firstReceipt).toEqual({ by: 'server', at: 5 })
  })

  test('waits for a task that was lost with it, and asks nobody to do anything', () => {
    const refused = (why: 'unknown' | 'revoked'): DeliveryResult => ({
      kind: 'needsPerson',
      error: { code: 'SERVER_TOKEN_BAD', params: { why } },
    })
    expect(nextOutboxState(justAdded(0), attempt(refused('unknown')), 1).name).toBe('held')
    const lost = nextOutboxState(nextOutboxState(justAdded(0), attempt(receipt), 1), { kind: 'lost' }, 2)
    expect(nextOutboxState(lost, attempt(refused('unknown')), 3)).toMatchObject({ name: 'waiting', nextAt: 30_003 })
    expect(nextOutboxState(lost, attempt(refused('revoked')), 3).name).toBe('held')
  })

  test('loses nothing but what a server had', () => {
    const byHand = nextOutboxState(justAdded(0), { kind: 'handedOver' }, 1)
    const returned = nextOutboxState(byHand, { kind: 'returned', slipId: 's' }, 2)
    for (const state of [justAdded(0), byHand, returned])
      expect(nextOutboxState(state, { kind: 'lost' }, 3)).toEqual(state)
  })

  test('what the unit returned is not sent again, but no longer counts as lying there', () => {
    const delivered = nextOutboxState(justAdded(0), attempt(receipt), 1)
    const returned = nextOutboxState(delivered, { kind: 'returned', slipId: 's' }, 2)
    expect(nextOutboxState(returned, { kind: 'lost' }, 3)).toEqual({
      name: 'returned',
      slipId: 's',
      at: 2,
      firstReceipt: { by: 'server', at: 5 },
    })
    const standing = { state: 'erased', at: 4 } as const
    expect(nextOutboxState(returned, { kind: 'told', standing }, 4)).toEqual({
      ...returned,
      receipt: { by: 'server', at: 5, standing },
    })
  })

  test('never loses a receipt and never sends again what was delivered, whatever happens', () => {
    const result = fc.constantFrom<DeliveryResult>(
      receipt,
      { kind: 'retry', error },
      { kind: 'needsPerson', error },
      { kind: 'quarantine', error },
    )
    const event = fc.oneof(
      result.map(attempt),
      fc.constantFrom<OutboxEvent>({ kind: 'retryAsked' }, { kind: 'handedOver' }, { kind: 'returned', slipId: 's' }),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let state = justAdded(0)
        let isSettled = false
        let isProven = false
        for (const [now, next] of events.entries()) {
          state = nextOutboxState(state, next, now)
          // What is set aside for good is not under way: no receipt can come.
          isProven ||= next.kind === 'attempted' && next.result.kind === 'receipt' && state.name !== 'quarantined'
          isSettled ||= state.name === 'delivered' || state.name === 'returned'
          expect(isSettled && isDue(state, Number.MAX_SAFE_INTEGER)).toBe(false)
          expect(isSettled).toBe(state.name === 'delivered' || state.name === 'returned')
          expect(isProven && receiptOf(state)?.by !== 'server').toBe(false)
        }
      }),
    )
  })
})
