import { array, assert, constantFrom, property, record, shuffledSubarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planChangedReport, planFullReport, type PlannedReport, type Reportable } from '#core/review/plan-report.ts'
import { afterPack, type Reported } from '#core/review/reported.ts'
import { rosterObstacle } from '#core/review/roster-print.ts'

const [a, b, c, d] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64), 'd'.repeat(64)] as const
const e = 'e'.repeat(64)
const [first, second] = ['1'.repeat(64), '2'.repeat(64)] as const

const person = (standing: string, side: Reportable['side'], reported?: Reported): Reportable => ({
  standing,
  side,
  reported,
})
const wentUp = (digest: string, pack = first, at = 1): Reported => ({ pack, at, above: digest, ever: [digest] })
const takenBack = (digest: string): Reported => ({ pack: second, at: 2, ever: [digest] })

/** Notes with each person what a pack did. */
function mark(people: readonly Reportable[], plan: PlannedReport, pack: string, at: number): readonly Reportable[] {
  const [inPack, goes] = [new Set(plan.submissions), new Set(plan.withdrawn)]
  return people.map((each) => {
    const { standing, side, reported } = each
    if (side === 'ready' && inPack.has(standing))
      return person(standing, side, afterPack(reported, { kind: 'reported', digest: standing, pack }, at))
    const above = reported?.above
    return above !== undefined && goes.has(above)
      ? person(standing, side, afterPack(reported, { kind: 'withdrawn', digest: above, pack }, at))
      : each
  })
}

describe('a pack of what changed', () => {
  test('holds everybody when nothing went up before', () => {
    expect(planChangedReport([person(b, 'ready'), person(a, 'ready')])).toEqual({ submissions: [a, b] })
  })

  test('holds the new ones, names the pack before, and withdraws what no longer stands', () => {
    const people = [
      person(a, 'ready', wentUp(a)),
      person(b, 'out', wentUp(b)),
      person(d, 'ready', wentUp(c)),
      person(e, 'ready'),
    ]
    expect(planChangedReport(people)).toEqual({ submissions: [d, e], since: first, withdrawn: [b, c] })
  })

  test('leaves alone what was reported of people who are being checked again', () => {
    expect(planChangedReport([person(a, 'ready', wentUp(a)), person(c, 'open', wentUp(b))]).withdrawn).toEqual([])
  })

  test('says nothing once more, and reports whom it withdrew when they are back', () => {
    const out = [person(a, 'ready', wentUp(a)), person(b, 'out', takenBack(b))]
    expect(planChangedReport(out)).toEqual({ submissions: [], since: second, withdrawn: [] })
    const back = [person(a, 'ready', wentUp(a)), person(b, 'ready', takenBack(b))]
    expect(planChangedReport(back)).toEqual({ submissions: [b], since: second, withdrawn: [] })
  })

  test('holds again who was looked at once more and passed as they were, so that they are noted as reported', () => {
    const anew = { ...person(a, 'ready', wentUp(a)), awaitsReport: true }
    const people = [anew, person(b, 'ready', wentUp(b)), { ...person(c, 'open', wentUp(c)), awaitsReport: true }]
    expect(planChangedReport(people)).toEqual({ submissions: [a], since: first, withdrawn: [] })
  })

  test('a full one withdraws what ever went up and no longer stands, save of people who are being checked again', () => {
    const people = [
      person(a, 'ready', wentUp(a)),
      person(c, 'open', wentUp(c)),
      person(b, 'out', takenBack(b)),
      person(e, 'out', { ...wentUp(e), ever: [d, e] }),
    ]
    expect(planFullReport(people)).toEqual({ submissions: [a], withdrawn: [b, d, e] })
    expect(planFullReport([person(a, 'ready')])).toEqual({ submissions: [a] })
  })

  test('leads the level above to exactly those who are ready, whatever went before', () => {
    const all = [a, b, c, d]
    const side = constantFrom('ready' as const, 'out' as const)
    const step = record({
      sides: array(side, { minLength: 4, maxLength: 4 }),
      corrected: shuffledSubarray([0, 1, 2, 3]),
      scope: constantFrom('full' as const, 'changes' as const),
    })
    assert(
      property(array(step, { maxLength: 6 }), (steps) => {
        let people: readonly Reportable[] = all.map((digest) => person(digest, 'ready'))
        const above = new Set<string>()
        for (const [at, { sides, corrected, scope }] of steps.entries()) {
          people = people.map(({ standing, reported }, index) => {
            const next = corrected.includes(index) ? `${standing.slice(0, 60)}${String(at).padStart(4, '0')}` : standing
            return person(next, sides[index] ?? 'ready', reported)
          })
          const plan = (scope === 'full' ? planFullReport : planChangedReport)(people)
          for (const digest of plan.withdrawn ?? []) above.delete(digest)
          for (const digest of plan.submissions) above.add(digest)
          people = mark(people, plan, String(at), at)
          const ready = people.flatMap(({ side: stands, standing }) => (stands === 'ready' ? [standing] : []))
          expect([...above].sort()).toEqual(ready.sort())
        }
      }),
    )
  })
})

describe('the roster beside a report', () => {
  const print = (digest: string, at: number, count = 3) => ({
    id: String(at),
    digest,
    count,
    at,
    by: '黄采集',
    columns: [],
    order: 'pinyin' as const,
    paper: 'a4' as const,
  })

  test('must have been printed of exactly this data (M12, M13)', () => {
    expect(rosterObstacle([], a, 3)).toEqual({ why: 'notPrinted' })
    expect(rosterObstacle([print(a, 1)], b, 4)).toEqual({ why: 'changed', reported: 4, printed: 3 })
    expect(rosterObstacle([print(b, 1), print(a, 2)], a, 3)).toBeUndefined()
  })

  test('is the last one printed: an older paper of the same data is void once another was made', () => {
    expect(rosterObstacle([print(a, 1), print(b, 2)], a, 3)).toMatchObject({ why: 'changed' })
  })

  test('cannot be told from a print that is not understood: it may have been the last, of other data (M12)', () => {
    expect(rosterObstacle([], a, 3, ['newer'])).toEqual({ why: 'unread', count: 1 })
    expect(rosterObstacle([print(a, 1)], a, 3, ['newer', 'damaged'])).toEqual({ why: 'unread', count: 2 })
    expect(rosterObstacle([print(a, 1)], b, 3, ['newer'])).toMatchObject({ why: 'changed' })
  })

  test('printed anew takes the place of those that are not understood, for good', () => {
    const anew = { ...print(b, 2), supersedes: ['newer'] }
    expect(rosterObstacle([print(a, 1), anew], b, 3, ['newer'])).toBeUndefined()
    expect(rosterObstacle([anew, print(a, 3)], a, 3, ['newer'])).toBeUndefined()
    expect(rosterObstacle([anew], b, 3, ['newer', 'another'])).toEqual({ why: 'unread', count: 1 })
  })

  test('printed while the clock was ahead does not stay the last one once it was printed again', () => {
    const ahead = print(a, 2_000)
    expect(rosterObstacle([ahead, print(b, 3)], b, 3)).toMatchObject({ why: 'changed' })
    expect(rosterObstacle([ahead, { ...print(b, 3), supersedes: [ahead.id] }], b, 3)).toBeUndefined()
    // Printed once more by such a clock, that one counts again.
    const later = { ...print(a, 2_001), id: 'later' }
    expect(rosterObstacle([ahead, { ...print(b, 3), supersedes: [ahead.id] }, later], a, 3)).toBeUndefined()
  })
})
