import { describe, expect, test } from 'vitest'
import { ok } from '#core/errors/result.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau } from '#tests/support/units.ts'
import {
  afterWithdrawal,
  aLevelHolding,
  arrivingAs,
  digest,
  from,
  kindsOf,
  school,
  withdrawalOf,
} from '#tests/support/withdrawals.ts'

const other = '玉林市第一中学'
const third = '贵港市第一中学'

const correction: ReviewStep = {
  kind: 'corrected',
  digest: digest('9'),
  from: digest('c'),
  changes: [{ path: 'basic.mobile', before: '1', after: '2', reason: '与原件一致' }],
}

describe('people a unit below no longer reports', () => {
  test('are set aside with the reason, those that were corrected here too', async () => {
    const plan = aLevelHolding({
      stays: [from('a', school)],
      goes: [from('b', school)],
      corrected: [from('c', school), { kind: 'opened' }, correction],
    })
    const digests = new Set([digest('b'), digest('c')])
    const withdrawn = await plan.withdraw(withdrawalOf(digests))
    const named = withdrawn.ok ? withdrawn.value.map(({ name, kind }) => `${name} ${kind}`) : []
    expect(new Set(named)).toEqual(new Set(['corrected withdrawn', 'goes withdrawn']))
    for (const { row, events } of plan.changes()) {
      expect(row.state).toBe('setAside')
      expect(events.map(({ step }) => step)).toEqual([
        { kind: 'letGo', unit: school, pack: digest('e'), reason: '撤回' },
        { kind: 'nobodyReports', unit: school },
      ])
    }
  })

  test('stay when another unit reported them, or they came here by themselves', async () => {
    const plan = aLevelHolding({ other: [from('b', '玉林市第一中学')], own: [from('c')] })
    const digests = new Set([digest('b'), digest('c')])
    expect(await plan.withdraw(withdrawalOf(digests))).toEqual(ok([]))
    expect(plan.changes()).toEqual([])
  })
})

describe('whoever another unit reports, too', () => {
  const chosen = (letter: string, unit?: string): ReviewStep => ({
    kind: 'chosen',
    digest: digest(letter),
    reason: '人事关系在那里',
    ...(unit !== undefined && { unit }),
  })

  test('stays with it, is told of, and is in no dispute any more', async () => {
    const { told, changes } = await afterWithdrawal(
      {
        both: [from('a', school), from('b', other)],
        same: [from('b', school), from('b', other), chosen('b', other)],
      },
      'ab',
    )
    expect(told).toEqual(['both stays', 'same stays'])
    expect(changes.map(kindsOf)).toEqual([['letGo'], ['letGo']])
    expect(changes.map(({ row }) => [row.standing, row.unit, row.disputed])).toEqual([
      [digest('b'), other, []],
      [digest('b'), other, []],
    ])
  })

  test('counts as the other reported them, where only the word of who withdraws stood behind what counted', async () => {
    const { text } = await signSubmission(aSubmissionContent(), await aSigningKey())
    const { employer } = aPerson().basic
    const { told, changes } = await afterWithdrawal(
      { moved: [from('a', other), from('b', school), chosen('b'), { kind: 'passed', digest: digest('b') }] },
      'b',
      { texts: { [digest('a')]: text } },
    )
    expect(told).toEqual(['moved switched'])
    expect(changes.map(kindsOf)).toEqual([['letGo', 'unsettled', 'chosen']])
    expect(changes[0]?.row).toMatchObject({ standing: digest('a'), unit: other, state: 'received', employer })
    // What the rules say of it is not known yet.
    expect(changes[0]?.row.checkedBy).toBeUndefined()
  })

  test('is not taken for checked where what the other reported is not here yet', async () => {
    const { changes } = await afterWithdrawal({ moved: [from('a', other), from('b', school), chosen('b')] }, 'b')
    expect(changes[0]?.row).toMatchObject({ standing: digest('a'), unit: other, name: 'moved' })
    expect(changes[0]?.row.checkedBy).toBeUndefined()
  })

  test('is to be decided anew between two that are left, and does not go up until then', async () => {
    const { told, changes } = await afterWithdrawal(
      {
        three: [
          from('a', other),
          from('b', third),
          from('c', school),
          chosen('c'),
          { kind: 'passed', digest: digest('c') },
          { kind: 'reported', digest: digest('c'), pack: digest('f') },
        ],
      },
      'c',
    )
    expect(told).toEqual(['three stays disputed'])
    expect(changes.map(kindsOf)).toEqual([['letGo', 'unsettled']])
    expect(changes[0]?.row).toMatchObject({ state: 'received', disputed: [other, third].sort() })
  })

  test('stays as they handed in here themselves, where that counts', async () => {
    const trails = {
      here: [from('a', school), from('b', undefined, 2), { kind: 'passed', digest: digest('b') }] as const,
    }
    const { told, changes } = await afterWithdrawal(trails, 'a')
    expect(told).toEqual(['here stays'])
    expect(changes.map(kindsOf)).toEqual([['letGo']])
    expect(changes[0]?.row).toMatchObject({ state: 'passed', standing: digest('b') })
  })

  test('is set aside once both have withdrawn', async () => {
    const gone: ReviewStep = { kind: 'letGo', unit: other, pack: digest('f'), reason: '撤回' }
    const { told, changes } = await afterWithdrawal({ both: [from('a', other), from('b', school), gone] }, 'b')
    expect(told).toEqual(['both withdrawn'])
    expect(changes[0]?.row.state).toBe('setAside')
  })

  test('is found where their line says nothing of who withdraws', async () => {
    const { told } = await afterWithdrawal(
      {
        otherCounts: [from('a', school), from('b', other, 2)],
        earlierCounts: [from('c', school), from('d', school, 2), chosen('c')],
      },
      'ad',
    )
    expect(told).toEqual(['earlierCounts withdrawn', 'otherCounts stays'])
  })
})

describe('a unit that was renamed', () => {
  const before = '北流县第一中学'

  test('withdraws whom it reported under its earlier name', async () => {
    const trails = { goes: [from('a', before)], strangers: [from('b', other)] }
    expect((await afterWithdrawal(trails, 'ab')).told).toEqual([])
    const { told, changes } = await afterWithdrawal(trails, 'ab', { formerly: [before] })
    expect(told).toEqual(['goes withdrawn'])
    expect(changes[0]?.events[0]?.step).toMatchObject({ kind: 'letGo', unit: school, formerly: [before] })
  })

  test('is no second unit beside itself', async () => {
    const plan = aLevelHolding({ STAYS: [from('b', before)] })
    const arriving = arrivingAs('STAYS', school, 'b')
    const bringing = { fileName: 'a.rpz', unit: school, formerly: [before] }
    const received = await plan.receive({ arriving, findings: noFindings }, block, bringing)
    expect(received.ok && received.value.notes).toEqual([])
    expect(plan.changes().map(({ row }) => [row.unit, row.disputed, row.revisions])).toEqual([[school, [], 1]])
  })
})

const block = {
  id: 'block',
  digests: [digest('b'), digest('d')],
  sealed: { iv: new Uint8Array(), data: new Uint8Array() },
}

/** What the clerk is told when the person of this number, and of this name, hands in. */
async function notesOf(plan: ReturnType<typeof aLevelHolding>, idNumber: string, letter: string, name = idNumber) {
  const arriving = { ...arrivingAs(idNumber, aBureau.name, letter, 2), name }
  const received = await plan.receive({ arriving, findings: noFindings }, block, { fileName: 'r2.rpu' })
  return received.ok ? [received.value.kind, ...received.value.notes] : received.error.code
}

describe('somebody who was set aside', () => {
  test('and hands in again is not taken in without a word', async () => {
    const plan = aLevelHolding({ ASIDE: [from('a'), { kind: 'setAside', reason: '不在采集范围' }], HERE: [from('c')] })
    expect(await notesOf(plan, 'ASIDE', 'b')).toEqual(['newer', 'setAside'])
    expect(await notesOf(plan, 'HERE', 'd')).toEqual(['newer'])
  })
})

describe('somebody whom a unit withdrew', () => {
  const letGo: ReviewStep = { kind: 'letGo', unit: school, pack: digest('f'), reason: '撤回' }
  const ofEarlierTrails: ReviewStep = { kind: 'setAside', reason: '撤回', withdrawnBy: school }

  test.each([
    ['', [letGo, { kind: 'nobodyReports', unit: school } as const]],
    [', as earlier trails say it', [ofEarlierTrails]],
  ])('is taken back when another unit reports them, and that is told%s', async (_of, gone) => {
    const plan = aLevelHolding({ MOVED: [from('a', school), ...gone] })
    const arriving = arrivingAs('MOVED', other, 'b')
    const received = await plan.receive({ arriving, findings: noFindings }, block, { fileName: 'b.rpz', unit: other })
    expect(received.ok && received.value.notes).toEqual(['takenBack'])
    const [change] = plan.changes()
    expect(change && kindsOf(change)).toEqual(['unsettled', 'received'])
    expect(change?.row).toMatchObject({ state: 'received', standing: digest('b'), unit: other, disputed: [] })
  })
})

describe('somebody who was corrected here', () => {
  test('comes back as corrected, when what was let go of is reported again', async () => {
    const letGo = (unit: string): ReviewStep => ({ kind: 'letGo', unit, pack: digest('f'), reason: '撤回' })
    const { text } = await signSubmission(aSubmissionContent(), await aSigningKey())
    const trail: readonly ReviewStep[] = [
      from('c', other),
      { kind: 'opened' },
      correction,
      from('b', school, 2),
      letGo(other),
      letGo(school),
      { kind: 'nobodyReports', unit: school },
    ]
    const plan = aLevelHolding({ BACK: trail }, {}, { [digest('9')]: text })
    const arriving = arrivingAs('BACK', third, 'c')
    await plan.receive({ arriving, findings: noFindings }, block, { fileName: 'c.rpz', unit: third })
    const [change] = plan.changes()
    expect(change && kindsOf(change)).toEqual(['unsettled', 'received'])
    const { employer } = aPerson().basic
    expect(change?.row).toMatchObject({ state: 'received', standing: digest('9'), unit: third, employer })
  })
})

describe('somebody whom people set aside', () => {
  test('stays so when their unit withdraws, which is noted for whoever takes them back', async () => {
    const aside: ReviewStep = { kind: 'setAside', reason: '不在采集范围' }
    const { told, changes } = await afterWithdrawal(
      { ASIDE: [from('b', school), aside], BOTH: [from('c', other), from('d', school), aside] },
      'bd',
    )
    expect(told).toEqual(['ASIDE withdrawn', 'BOTH withdrawn'])
    expect(changes.map((change) => [kindsOf(change), change.row.state])).toEqual([
      [['letGo'], 'setAside'],
      [['letGo'], 'setAside'],
    ])
  })

  test('nor is said of anybody who was withdrawn before', async () => {
    const gone: ReviewStep = { kind: 'letGo', unit: school, pack: digest('f'), reason: '撤回' }
    const before = [from('b', school), gone, { kind: 'nobodyReports', unit: school } as const]
    expect(await afterWithdrawal({ BEFORE: before }, 'b')).toEqual({ told: [], changes: [] })
  })

  test('stays so when a unit that had let them go reports them again', async () => {
    const gone: ReviewStep = { kind: 'letGo', unit: school, pack: digest('f'), reason: '撤回' }
    const plan = aLevelHolding({
      ASIDE: [from('a', school), from('b', other), gone, { kind: 'setAside', reason: '不在采集范围' }],
    })
    const arriving = arrivingAs('ASIDE', school, 'd', 2)
    const received = await plan.receive({ arriving, findings: noFindings }, block, { fileName: 'd.rpz', unit: school })
    expect(received.ok && received.value.notes).toContain('setAside')
    expect(plan.changes().map((change) => [kindsOf(change), change.row.state])).toEqual([[['received'], 'setAside']])
  })
})

describe('somebody whose ID number was corrected here', () => {
  const numberCorrected: ReviewStep = {
    ...correction,
    from: digest('a'),
    changes: [{ path: 'basic.idNumber', before: 'WRONG', after: 'RIGHT', reason: '与原件一致' }],
  }

  test('and hands in with the right one is not a second person without a word (M02)', async () => {
    const plan = aLevelHolding({ WRONG: [from('a'), numberCorrected] }, { WRONG: 'RIGHT' })
    expect(await notesOf(plan, 'RIGHT', 'b', 'WRONG')).toEqual(['new', 'M02'])
  })

  test('is nobody to compare with once that case is set aside', async () => {
    const aside: ReviewStep = { kind: 'setAside', reason: '重复' }
    const plan = aLevelHolding({ WRONG: [from('a'), numberCorrected, aside] }, { WRONG: 'RIGHT' })
    expect(await notesOf(plan, 'RIGHT', 'b', 'WRONG')).toEqual(['new'])
  })
})
