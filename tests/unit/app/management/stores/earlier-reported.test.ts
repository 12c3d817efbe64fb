import { describe, expect, test } from 'vitest'
import type { ReviewStep } from '#core/review/review-event.ts'
import { noFindings } from '#tests/support/case-rows.ts'
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
const block = { id: 'block', digests: [digest('a')], sealed: { iv: new Uint8Array(), data: new Uint8Array() } }

describe('a unit that goes back to an earlier submission', () => {
  const passed: ReviewStep = { kind: 'passed', digest: digest('b') }

  /** What a pack of the school makes of somebody, that reports the first submission and withdraws the second. */
  async function afterGoingBack(trail: readonly ReviewStep[]) {
    const plan = aLevelHolding({ P: trail })
    const checked = { arriving: arrivingAs('P', school, 'a'), findings: noFindings }
    const received = await plan.receive(checked, block, { fileName: 'a.rpz', unit: school })
    if (!received.ok) throw new Error(received.error.code)
    const withdrawal = { ...withdrawalOf(new Set([digest('b')])), reported: new Set([digest('a')]) }
    const withdrawn = await plan.withdraw(withdrawal)
    if (!withdrawn.ok) throw new Error(withdrawn.error.code)
    return { told: withdrawn.value.map(({ kind }) => kind), changes: plan.changes() }
  }

  test('reports it: it counts, and nobody is set aside', async () => {
    const { told, changes } = await afterGoingBack([from('a', school), from('b', school, 2), passed])
    expect(told).toEqual(['switched'])
    expect(changes.map(kindsOf)).toEqual([['received', 'unsettled', 'chosen']])
    expect(changes[0]?.row).toMatchObject({ state: 'received', standing: digest('a'), unit: school })
  })

  test('which had never come: it counts all the same, and the line says what is in it', async () => {
    const { told, changes } = await afterGoingBack([from('b', school, 2)])
    expect(told).toEqual(['switched'])
    expect(changes.map(kindsOf)).toEqual([['received', 'chosen']])
    const { checkedBy } = noFindings
    expect(changes[0]?.row).toMatchObject({ state: 'received', standing: digest('a'), revision: 1, checkedBy })
  })

  test('and said so before: what people chose since stays', async () => {
    const chosen: ReviewStep = { kind: 'chosen', digest: digest('b'), reason: '与本人核对' }
    const trail = [from('a', school), from('b', school, 2), from('a', school), chosen]
    expect(await afterGoingBack(trail)).toEqual({ told: [], changes: [] })
  })

  test('and said so before: what others bring beside it is no news of the unit', async () => {
    const chosen: ReviewStep = { kind: 'chosen', digest: digest('b'), reason: '与本人核对' }
    const plan = aLevelHolding({ P: [from('a', school), from('b', school, 2), from('a', school), chosen] })
    const own = { arriving: arrivingAs('P', school, 'c'), findings: noFindings }
    expect((await plan.receive(own, { ...block, digests: [digest('c')] }, { fileName: 'c.rpu' })).ok).toBe(true)
    const withdrawal = { ...withdrawalOf(new Set([digest('b')])), reported: new Set([digest('a')]) }
    expect(await plan.withdraw(withdrawal)).toMatchObject({ ok: true, value: [] })
    expect(plan.changes().map(kindsOf)).toEqual([['received']])
  })

  test('after it had let the person go: the later one counts no more than then', async () => {
    const gone: ReviewStep = { kind: 'letGo', unit: school, pack: digest('f'), reason: '撤回' }
    const nobody: ReviewStep = { kind: 'nobodyReports', unit: school }
    const { changes } = await afterGoingBack([from('b', school, 2), gone, nobody])
    expect(changes.map(kindsOf)).toEqual([['unsettled', 'received']])
    expect(changes[0]?.row).toMatchObject({ state: 'received', standing: digest('a'), revision: 1 })
  })

  test('and then withdraws the person: they are set aside', async () => {
    const chosen: ReviewStep = { kind: 'chosen', digest: digest('a'), reason: '改报' }
    const trail = [from('a', school), from('b', school, 2), from('a', school), chosen]
    expect((await afterWithdrawal({ P: trail }, 'a')).told).toEqual(['P withdrawn'])
  })

  test('leaves alone what another brought, too, what units dispute, and whom people set aside', async () => {
    const aside: ReviewStep = { kind: 'setAside', reason: '不在采集范围' }
    const both = [from('a', school), from('b', school, 2)]
    for (const also of [[from('b', undefined, 2)], [from('c', other)], [aside]]) {
      const { told, changes } = await afterGoingBack([...both, ...also])
      expect([told, ...changes.map(kindsOf)]).toEqual([[], ['received']])
    }
  })
})
