import { describe, expect, test } from 'vitest'
import { makeReceivePlan } from '#app/management/stores/receive-plan.ts'
import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import { ok } from '#core/errors/result.ts'
import { lineOf } from '#core/review/case-row.ts'
import { makePeopleIndex } from '#core/review/people-index.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aBureau } from '#tests/support/units.ts'

const noFindings = { errors: 0, warnings: 0, rules: [], sheets: [] }
const school = '北流市第一中学'

const digest = (letter: string): string => letter.repeat(64)
const from = (letter: string, unit?: string): ReviewStep => ({
  ...arrivalOf(letter, 1),
  ...(unit !== undefined && { unit }),
})
const correction: ReviewStep = {
  kind: 'corrected',
  digest: digest('9'),
  from: digest('c'),
  changes: [{ path: 'basic.mobile', before: '1', after: '2', reason: '与原件一致' }],
}

/** A level above that holds these people, by the steps of their trails. */
function aLevelAbove(trails: Readonly<Record<string, readonly ReviewStep[]>>) {
  const eventsOf = new Map<string, readonly ReviewEvent[]>()
  const people = makePeopleIndex<ListedCase>((name) => [name])
  for (const [name, steps] of Object.entries(trails)) {
    const caseId = `id:${name}`
    const events = aTrail(steps, 1, caseId)
    const standing = caseOf(events)
    if (!standing.ok) throw new Error(standing.error.code)
    eventsOf.set(caseId, events)
    const facts = { idNumber: name, name, birthDate: '', gender: '', employer: school, mobile: '', revision: 1 }
    people.put([{ ...lineOf(standing.value, facts, noFindings), key: name }])
  }
  const missing = (): never => {
    throw new Error('a withdrawal reads trails alone')
  }
  const cases: CaseStorage = {
    rows: missing,
    trail: async (caseId) => ok(eventsOf.get(caseId) ?? []),
    trails: missing,
    text: missing,
    original: missing,
    files: missing,
    synced: missing,
    held: missing,
    appended: missing,
    places: missing,
    texts: missing,
    append: missing,
    stage: missing,
    unstage: missing,
    onChange: missing,
    close: missing,
    packs: missing,
  }
  return makeReceivePlan({ cases, people, reviewer: { by: '黄采集', at: 1 }, ownName: aBureau.name })
}

describe('people a unit below no longer reports', () => {
  test('are set aside with the reason, those that were corrected here too', async () => {
    const plan = aLevelAbove({
      stays: [from('a', school)],
      goes: [from('b', school)],
      corrected: [from('c', school), { kind: 'opened' }, correction],
    })
    const digests = new Set([digest('b'), digest('c')])
    const withdrawn = await plan.withdraw({ digests, unit: school, reason: '撤回' })
    const named = withdrawn.ok ? withdrawn.value.map(({ name, kind }) => `${name} ${kind}`) : []
    expect(new Set(named)).toEqual(new Set(['corrected withdrawn', 'goes withdrawn']))
    for (const { row, events } of plan.changes()) {
      expect(row.state).toBe('setAside')
      expect(events.map(({ step }) => step)).toEqual([{ kind: 'setAside', reason: '撤回', withdrawnBy: school }])
    }
  })

  test('stay when another unit reported them, or they came here by themselves', async () => {
    const plan = aLevelAbove({ other: [from('b', '玉林市第一中学')], own: [from('c')] })
    const digests = new Set([digest('b'), digest('c')])
    expect(await plan.withdraw({ digests, unit: school, reason: '撤回' })).toEqual(ok([]))
    expect(plan.changes()).toEqual([])
  })
})
