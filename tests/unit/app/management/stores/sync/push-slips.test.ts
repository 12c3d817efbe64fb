import { describe, expect, test } from 'vitest'
import { pushSlips } from '#app/management/stores/sync/push-slips.ts'
import type { SyncDesk } from '#app/management/stores/sync/sync-desk.ts'
import type { UnitSyncEvent } from '#app/management/stores/sync/sync-log.ts'
import { fail, ok } from '#core/errors/result.ts'
import { notSynced } from '#core/sync/case-sync.ts'
import { refuse, type Remedy } from '#core/sync/wire-answer.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { aCaseRow } from '#tests/support/case-rows.ts'
import { aTrail, arrivalOf } from '#tests/support/review-events.ts'

interface Standing {
  readonly code?: 'SUBMISSION_SIGNATURE_BAD' | 'RETURN_OVER'
  readonly remedy?: Remedy
  /** What came after the first was returned. */
  readonly since?: readonly ReviewStep[]
}

const digest = 'a'.repeat(64)

/** A desk with a slip for each of two people, beside a server that refuses the first. */
function aDesk({ remedy = 'retry', code = 'SUBMISSION_SIGNATURE_BAD', since = [] }: Standing) {
  const returned = (slip: string) => [arrivalOf('a', 1), { kind: 'returned', digest, slip, comments: 1 }] as const
  const trails = new Map([
    ['id:0', aTrail([...returned('bad'), ...since])],
    ['id:1', aTrail(returned('good'))],
  ])
  const waiting = new Map(
    ['bad', 'good'].map((slip, at) => {
      const row = aCaseRow({ caseId: `id:${at}`, key: `${at}`, name: slip })
      return [row.caseId, { row, sync: { ...notSynced, slips: [slip] } }]
    }),
  )
  const told: UnitSyncEvent[] = []
  const said = code === 'RETURN_OVER' ? fail(code, {}) : fail(code, { position: 1 })
  const desk = {
    cases: {
      synced: async () => ok([...waiting.values()]),
      trail: async (caseId: string) => ok(trails.get(caseId) ?? []),
    },
    kept: { list: async () => ok(['bad', 'good'].map((id) => ({ id, text: id }))) },
    server: {
      ask: async (_: unknown, { body }: { readonly body: string }) =>
        body === 'bad' ? refuse(remedy, said) : ok(undefined),
    },
    append: async ([change]: readonly [{ row: { caseId: string }; sync: { slips: string[] } }]) => {
      const known = waiting.get(change.row.caseId)
      if (known) waiting.set(change.row.caseId, { ...known, sync: { ...known.sync, ...change.sync } })
      return ok([])
    },
    note: async (event: UnitSyncEvent) => void told.push(event),
    goesOn: () => true,
  }
  return {
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- only what slips need
    desk: desk as unknown as SyncDesk,
    told,
    left: () => [...waiting.values()].flatMap(({ sync }) => sync.slips),
  }
}

describe('sending return slips', () => {
  test('one that the server refuses for good holds nothing up: it is told, and given by hand', async () => {
    const { desk, told, left } = aDesk({ remedy: 'quarantine' })
    expect((await pushSlips(desk)).ok).toBe(true)
    expect(told).toEqual([
      { kind: 'slipRefused', name: 'bad', error: { code: 'SUBMISSION_SIGNATURE_BAD', params: { position: 1 } } },
      { kind: 'slipSent', name: 'good' },
    ])
    expect(left()).toEqual([])
  })

  test('waits with all of them while there is no connection', async () => {
    const { desk, told, left } = aDesk({ remedy: 'retry' })
    expect(await pushSlips(desk)).toMatchObject({ ok: false, remedy: 'retry' })
    expect(told).toEqual([])
    expect(left()).toEqual(['bad', 'good'])
  })

  test.each<readonly [string, readonly ReviewStep[]]>([
    ['a colleague has taken back', [{ kind: 'reopened', reason: '看错了' }]],
    [
      'a colleague has passed',
      [
        { kind: 'reopened', reason: '看错了' },
        { kind: 'passed', digest },
      ],
    ],
    ['the person has answered', [arrivalOf('b', 2)]],
  ])('does not send one that %s meanwhile, and says so', async (_, since) => {
    const { desk, told, left } = aDesk({ since })
    expect((await pushSlips(desk)).ok).toBe(true)
    expect(told).toEqual([
      { kind: 'slipOver', name: 'bad' },
      { kind: 'slipSent', name: 'good' },
    ])
    expect(left()).toEqual([])
  })

  test('says so of one that the server knows to be over, of what a colleague did a moment ago', async () => {
    const { desk, told, left } = aDesk({ remedy: 'quarantine', code: 'RETURN_OVER' })
    expect((await pushSlips(desk)).ok).toBe(true)
    expect(told).toEqual([
      { kind: 'slipOver', name: 'bad' },
      { kind: 'slipSent', name: 'good' },
    ])
    expect(left()).toEqual([])
  })
})
