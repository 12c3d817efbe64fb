import { describe, expect, test } from 'vitest'
import { type SentSubmission, serverCopy } from '#core/backup/server-copy.ts'
import type { DeliveryReceipt } from '#core/sync/delivery.ts'

const draft = { id: 'a', handedIn: { digest: 'second', draftRevision: 7 } }

const delivered = (digest: string, receipt: DeliveryReceipt, draftId = 'a'): SentSubmission => ({
  draftId,
  digest,
  state: { name: 'delivered', receipt },
})
const error = { code: 'DELIVERY_NO_SERVER', params: {} } as const

describe('a copy with the server', () => {
  test('is what its receipt says, at the revision the submission was made of', () => {
    expect(serverCopy(draft, [delivered('second', { by: 'server', at: 5 })])).toEqual({ revision: 7, at: 5 })
  })

  test('is older than the draft when only an earlier submission arrived', () => {
    const sent: readonly SentSubmission[] = [
      { draftId: 'a', digest: 'second', state: { name: 'waiting', attempts: 0, nextAt: 0 } },
      delivered('first', { by: 'server', at: 3 }),
    ]
    expect(serverCopy(draft, sent)).toEqual({ revision: 0, at: 3 })
    expect(serverCopy(draft, [...sent, delivered('second', { by: 'server', at: 4 })])).toEqual({ revision: 7, at: 4 })
  })

  test('stays there when the unit returns it', () => {
    const state = { name: 'returned', slipId: 's', at: 9, receipt: { by: 'server', at: 5 } } as const
    expect(serverCopy(draft, [{ draftId: 'a', digest: 'second', state }])).toEqual({ revision: 7, at: 5 })
  })

  test.for<readonly [string, SentSubmission]>([
    ['waits', { draftId: 'a', digest: 'second', state: { name: 'waiting', attempts: 1, nextAt: 9, error } }],
    ['is held for the person', { draftId: 'a', digest: 'second', state: { name: 'held', attempts: 1, error } }],
    ['was refused', { draftId: 'a', digest: 'second', state: { name: 'quarantined', error, at: 1 } }],
    ['was handed over by hand', delivered('second', { by: 'hand', at: 5 })],
    ['is of another draft', delivered('second', { by: 'server', at: 5 }, 'b')],
    [
      'was lost by the server',
      {
        draftId: 'a',
        digest: 'second',
        state: { name: 'waiting', attempts: 0, nextAt: 0, firstReceipt: { by: 'server', at: 5 } },
      },
    ],
    [
      'was returned, and lost by the server',
      {
        draftId: 'a',
        digest: 'second',
        state: { name: 'returned', slipId: 's', at: 9, firstReceipt: { by: 'server', at: 5 } },
      },
    ],
    [
      'was returned, and erased there',
      {
        draftId: 'a',
        digest: 'second',
        state: {
          name: 'returned',
          slipId: 's',
          at: 9,
          receipt: { by: 'server', at: 5, standing: { state: 'erased', at: 6 } },
        },
      },
    ],
    ['was erased there', delivered('second', { by: 'server', at: 5, standing: { state: 'erased', at: 6 } })],
  ])('is none where the submission %s', ([, sent]) => {
    expect(serverCopy(draft, [sent])).toBeUndefined()
  })
})
