import { describe, expect, test } from 'vitest'
import { makeReceivePlan } from '#app/management/stores/receive-plan.ts'
import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import { ok } from '#core/errors/result.ts'
import { lineOf } from '#core/review/case-row.ts'
import { makePeopleIndex } from '#core/review/people-index.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aBureau } from '#tests/support/units.ts'

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
function aLevelAbove(
  trails: Readonly<Record<string, readonly ReviewStep[]>>,
  renumbered: Readonly<Record<string, string>> = {},
) {
  const eventsOf = new Map<string, readonly ReviewEvent[]>()
  const people = makePeopleIndex<ListedCase>((name) => [name])
  for (const [name, steps] of Object.entries(trails)) {
    const caseId = `id:${name}`
    const events = aTrail(steps, 1, caseId)
    const standing = caseOf(events)
    if (!standing.ok) throw new Error(standing.error.code)
    eventsOf.set(caseId, events)
    const idNumber = renumbered[name] ?? name
    const facts = { idNumber, name, birthDate: '', gender: '', employer: school, mobile: '', revision: 1 }
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
    whole: missing,
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

describe('whoever another unit reports, too', () => {
  test('stays when one of them is withdrawn, and is told of', async () => {
    const other = '玉林市第一中学'
    const chosen: ReviewStep = { kind: 'chosen', digest: digest('b'), reason: '人事关系在那里', unit: other }
    const plan = aLevelAbove({
      both: [from('a', other), from('b', school)],
      same: [from('b', school), from('b', other), chosen],
    })
    const withdrawn = await plan.withdraw({ digests: new Set([digest('b')]), unit: school, reason: '撤回' })
    const named = withdrawn.ok ? withdrawn.value.map(({ name, kind }) => `${name} ${kind}`) : []
    expect(named).toEqual(['both stays', 'same stays'])
    expect(plan.changes()).toEqual([])
  })
})

const block = {
  id: 'block',
  digests: [digest('b'), digest('d')],
  sealed: { iv: new Uint8Array(), data: new Uint8Array() },
}

/** What the clerk is told when the person of this number, and of this name, hands in. */
async function notesOf(plan: ReturnType<typeof aLevelAbove>, idNumber: string, letter: string, name = idNumber) {
  const facts = { idNumber, name, birthDate: '', gender: '', employer: aBureau.name, mobile: '' }
  const arriving = { ...facts, digest: digest(letter), revision: 2, signer: 'device', corrections: 0 }
  const received = await plan.receive({ arriving, findings: noFindings }, block, { fileName: 'r2.rpu' })
  return received.ok ? [received.value.kind, ...received.value.notes] : received.error.code
}

describe('somebody who was set aside', () => {
  test('and hands in again is not taken in without a word', async () => {
    const plan = aLevelAbove({ ASIDE: [from('a'), { kind: 'setAside', reason: '不在采集范围' }], HERE: [from('c')] })
    expect(await notesOf(plan, 'ASIDE', 'b')).toEqual(['newer', 'setAside'])
    expect(await notesOf(plan, 'HERE', 'd')).toEqual(['newer'])
  })
})

describe('somebody whose ID number was corrected here', () => {
  const numberCorrected: ReviewStep = {
    ...correction,
    from: digest('a'),
    changes: [{ path: 'basic.idNumber', before: 'WRONG', after: 'RIGHT', reason: '与原件一致' }],
  }

  test('and hands in with the right one is not a second person without a word (M02)', async () => {
    const plan = aLevelAbove({ WRONG: [from('a'), numberCorrected] }, { WRONG: 'RIGHT' })
    expect(await notesOf(plan, 'RIGHT', 'b', 'WRONG')).toEqual(['new', 'M02'])
  })

  test('is nobody to compare with once that case is set aside', async () => {
    const aside: ReviewStep = { kind: 'setAside', reason: '重复' }
    const plan = aLevelAbove({ WRONG: [from('a'), numberCorrected, aside] }, { WRONG: 'RIGHT' })
    expect(await notesOf(plan, 'RIGHT', 'b', 'WRONG')).toEqual(['new'])
  })
})
