import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caseOf } from '#core/review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'
import { dropRefusedStep, takeTheirSteps } from '#core/sync/rebase-trail.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { Reviewer, reviewerStep } from '#tests/support/two-reviewers.ts'

const hex = (letter: string): string => letter.repeat(64)
const arrived = arrivalOf('a', 1)
const tick = (item: 'phone' | 'email', isTicked = true): ReviewStep => ({ kind: 'ticked', item, isTicked })
const corrected = (letter: string, from: string, path: string, after: string): ReviewStep => ({
  kind: 'corrected',
  digest: hex(letter),
  from: hex(from),
  changes: [{ path, before: '0', after, reason: '与原件核对' }],
})
const returned: ReviewStep = { kind: 'returned', digest: hex('a'), slip: 's', comments: 1 }
const passed = (letter: string): ReviewStep => ({ kind: 'passed', digest: hex(letter) })

const byAnother = (event: ReviewEvent): ReviewEvent => Object.assign({}, event, { id: crypto.randomUUID() })

/** Both begin with the same arrival; then each does something without knowing of the other. */
function meet(theirs: readonly ReviewStep[], mine: readonly ReviewStep[]) {
  const [first, ...own] = aTrail([arrived, ...mine])
  if (!first) throw new Error('no arrival')
  const others = aTrail(theirs, 2).map(byAnother)
  const rebased = takeTheirSteps({ trail: [first, ...own], confirmed: 1 }, others)
  if (!rebased.ok) throw new Error(rebased.error.code)
  const { trail, overtaken, standing, confirmed } = rebased.value
  const kinds = trail.slice(confirmed).map(({ step }) => step.kind)
  return { kept: kinds, aside: overtaken.map(({ event }) => event.step.kind), standing, trail }
}

describe('what one reviewer did without knowing of the other', () => {
  test('comes after it when it still says the same', () => {
    const { kept, aside, trail } = meet([{ kind: 'opened' }, tick('phone')], [{ kind: 'opened' }, tick('email')])
    expect([kept, aside]).toEqual([['ticked'], []])
    expect(trail.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
  })

  test('is left out when it stands already', () => {
    expect(meet([tick('phone'), passed('a')], [tick('phone'), passed('a')])).toMatchObject({ kept: [], aside: [] })
    const alike = meet([corrected('b', 'a', 'basic.mobile', '1')], [corrected('c', 'a', 'basic.mobile', '1')])
    expect(alike).toMatchObject({ kept: [], aside: [], standing: { standing: hex('b') } })
  })

  test('is set aside when a correction was made on a value that is no more', () => {
    const met = meet(
      [corrected('b', 'a', 'basic.mobile', '1')],
      [corrected('c', 'a', 'basic.mobile', '2'), passed('c')],
    )
    expect(met).toMatchObject({ kept: [], aside: ['corrected', 'passed'], standing: { standing: hex('b') } })
    const other = meet([corrected('b', 'a', 'basic.mobile', '1')], [corrected('c', 'a', 'basic.email', '2')])
    expect(other.aside).toEqual(['corrected'])
  })

  test('never passes what its maker has not seen', () => {
    expect(meet([corrected('b', 'a', 'basic.mobile', '1')], [passed('a')]).aside).toEqual(['passed'])
    expect(meet([arrivalOf('b', 2)], [tick('phone'), passed('a')]).aside).toEqual(['ticked', 'passed'])
    expect(meet([returned], [passed('a')]).aside).toEqual(['passed'])
    expect(meet([tick('phone'), tick('phone', false)], [passed('a')])).toMatchObject({ kept: ['passed'] })
    expect(meet([tick('phone', false)], [tick('phone'), passed('a')])).toMatchObject({ kept: ['ticked', 'passed'] })
  })

  test('keeps comments for the person that nobody else gave', () => {
    expect(meet([returned], [{ ...returned, slip: 't' }]).aside).toEqual(['returned'])
    expect(meet([passed('a')], [returned]).aside).toEqual(['returned'])
  })

  test('does not choose over what came meanwhile', () => {
    const chosen: ReviewStep = { kind: 'chosen', digest: hex('a'), reason: '以此为准' }
    expect(meet([arrivalOf('b', 2)], [chosen]).aside).toEqual(['chosen'])
  })

  test('nor one unit over another that a colleague decided for, where both brought the same file', () => {
    const chose = (unit: string): ReviewStep => ({ kind: 'chosen', digest: hex('a'), reason: '以此为准', unit })
    expect(meet([chose('第一中学')], [chose('第二中学')]).aside).toEqual(['chosen'])
    expect(meet([chose('第一中学')], [chose('第一中学')])).toMatchObject({ kept: [], aside: [] })
  })
})

describe('what a unit below said', () => {
  const [school, other] = ['第一中学', '第二中学']
  const letGo: ReviewStep = { kind: 'letGo', unit: school, pack: hex('e'), reason: '撤回' }
  const nobodyReports: ReviewStep = { kind: 'nobodyReports', unit: school }
  const ofUnit = (letter: string, unit: string): ReviewStep => ({ ...arrivalOf(letter, 2), unit })

  test('is true whatever a colleague decided meanwhile', () => {
    const met = meet([ofUnit('b', school), passed('b')], [ofUnit('b', school), letGo, nobodyReports])
    expect(met).toMatchObject({ kept: ['letGo', 'nobodyReports'], aside: [], standing: { state: 'setAside' } })
  })

  test('is not said twice', () => {
    const said = [ofUnit('b', school), letGo, nobodyReports]
    expect(meet(said, said)).toMatchObject({ kept: [], aside: [], standing: { state: 'setAside' } })
    const back: ReviewStep[] = [...said, { kind: 'unsettled' }, ofUnit('b', school)]
    const isBack = { kept: [], aside: [], standing: { state: 'checking', gone: [] } }
    expect(meet([...back, tick('phone')], back)).toMatchObject(isBack)
    expect(meet([...back, tick('phone')], said)).toMatchObject(isBack)
    // What came before the unit let go is no report after it.
    expect(meet(said, [ofUnit('b', school)])).toMatchObject({ kept: [], standing: { gone: [school] } })
  })

  test('sets nobody aside whom another unit reports meanwhile', () => {
    const met = meet([ofUnit('c', other)], [ofUnit('b', school), letGo, nobodyReports])
    expect(met).toMatchObject({ kept: ['received', 'letGo'], aside: [], standing: { state: 'received' } })
  })

  test('nor whom a colleague received from the person meanwhile', () => {
    const said = [ofUnit('b', school), letGo, nobodyReports]
    const met = meet([ofUnit('b', school), arrivalOf('c', 3), passed('c')], said)
    expect(met).toMatchObject({ kept: ['letGo'], aside: [], standing: { state: 'passed', standing: hex('c') } })
  })

  test('brings nobody back whom a colleague set aside', () => {
    const back: ReviewStep[] = [letGo, nobodyReports, { kind: 'unsettled' }, ofUnit('c', school)]
    const met = meet(
      [ofUnit('b', school), { kind: 'setAside', reason: '不在采集范围' }],
      [ofUnit('b', school), ...back],
    )
    expect(met).toMatchObject({ kept: ['letGo', 'received'], aside: [], standing: { state: 'setAside' } })
  })
})

describe('an earlier submission that a unit reports again', () => {
  const ofSchool = (letter: string, revision: number): ReviewStep => ({
    ...arrivalOf(letter, revision),
    unit: '第一中学',
  })
  const before = [ofSchool('b', 2), ofSchool('c', 3), passed('c')]
  const back: ReviewStep[] = [
    ...before,
    ofSchool('b', 2),
    { kind: 'unsettled' },
    { kind: 'chosen', digest: hex('b'), reason: '改报' },
  ]

  test('counts whatever a colleague noted meanwhile, and a colleague who passed it is not asked once more', () => {
    const met = meet([...before, arrivalOf('d', 1)], back)
    expect(met).toMatchObject({
      kept: ['received', 'unsettled', 'chosen'],
      aside: [],
      standing: { standing: hex('b') },
    })
    const isPassed = { kept: [], standing: { state: 'passed', standing: hex('b') } }
    expect(meet([...back, passed('b')], back)).toMatchObject(isPassed)
  })
})

describe('who decides to set somebody aside', () => {
  const school = '第一中学'
  const ofSchool: ReviewStep = { ...arrivalOf('b', 2), unit: school }
  const setAside: ReviewStep = { kind: 'setAside', reason: '不在采集范围' }

  test('is told where a unit below let the person go first: with its next report they would be back', () => {
    const letGo: ReviewStep = { kind: 'letGo', unit: school, pack: hex('e'), reason: '撤回' }
    const met = meet([ofSchool, letGo, { kind: 'nobodyReports', unit: school }], [ofSchool, setAside])
    expect(met).toMatchObject({ kept: [], aside: ['setAside'], standing: { state: 'setAside', withdrawnBy: school } })
  })

  test('is not where a colleague decided the same', () => {
    const met = meet([ofSchool, setAside], [ofSchool, { ...setAside, reason: '重复' }])
    expect(met).toMatchObject({ kept: [], aside: [], standing: { state: 'setAside' } })
  })
})

describe('the order of the server', () => {
  const [first, second, third] = aTrail([arrived, { kind: 'opened' }, tick('phone')])
  const own = [first, second, third].flatMap((event) => event ?? [])

  test('confirms own steps that come back, however often', () => {
    const once = takeTheirSteps({ trail: own, confirmed: 0 }, own.slice(0, 2))
    expect(once).toMatchObject({ ok: true, value: { confirmed: 2, trail: own, overtaken: [] } })
    const twice = takeTheirSteps({ trail: own, confirmed: 2 }, own)
    expect(twice).toMatchObject({ ok: true, value: { confirmed: 3, trail: own } })
  })

  test('is not followed when it has a gap or tells another story', () => {
    const differs = { ok: false, error: { code: 'SYNC_TRAIL_DIFFERS' } }
    expect(takeTheirSteps({ trail: own, confirmed: 0 }, own.slice(1))).toMatchObject(differs)
    const other = own.map(byAnother)
    expect(takeTheirSteps({ trail: own, confirmed: 3 }, other)).toMatchObject(differs)
    expect(takeTheirSteps({ trail: [], confirmed: 0 }, aTrail([passed('a')]))).toMatchObject(differs)
  })

  test('takes a refused step out, and what was built on it', () => {
    const trail = aTrail([arrived, passed('a'), { kind: 'reopened', reason: '再核对' }, tick('phone')])
    const refusal = { code: 'SERVER_FORBIDDEN', params: {} }
    const dropped = dropRefusedStep({ trail, confirmed: 1 }, trail[1]?.id ?? '', refusal)
    expect(dropped).toMatchObject({
      ok: true,
      value: {
        trail: [{ sequence: 1 }, { sequence: 2, step: { kind: 'ticked' } }],
        overtaken: [{ refusal, event: { step: { kind: 'passed' } } }, { event: { step: { kind: 'reopened' } } }],
      },
    })
  })
})

/** A server that takes what fits behind what it has, as the real one does. */
class ModelServer {
  readonly trail: ReviewEvent[] = []

  push(events: readonly ReviewEvent[]): void {
    for (const event of events) {
      const isKnown = this.trail[event.sequence - 1]?.id === event.id
      if (isKnown) continue
      if (event.sequence !== this.trail.length + 1) return
      this.trail.push(event)
    }
  }
}

const event = fc.oneof(
  { weight: 3, arbitrary: fc.record({ who: fc.nat(1), does: reviewerStep }) },
  { weight: 1, arbitrary: fc.record({ who: fc.nat(1), pulls: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ who: fc.nat(1), pushes: fc.integer({ min: 1, max: 4 }) }) },
)

type Happening = typeof event extends fc.Arbitrary<infer T> ? T : never

function pull(reviewer: Reviewer, server: ModelServer, limit = Infinity): void {
  const { confirmed } = reviewer.replica
  reviewer.take(takeTheirSteps(reviewer.replica, server.trail.slice(confirmed, confirmed + limit)))
}

const valuesIn = (trail: readonly ReviewEvent[]): ReadonlySet<string> =>
  new Set(
    trail.flatMap(({ step }) => (step.kind === 'corrected' ? step.changes.map(({ path, after }) => path + after) : [])),
  )

/** Ids of the corrections that are in the payload that counts. */
function correctionsIn(trail: readonly ReviewEvent[]): readonly string[] {
  const read = caseOf(trail)
  let digest = read.ok ? read.value.standing : ''
  const found: string[] = []
  for (const { id, step } of [...trail].reverse()) {
    if (step.kind !== 'corrected' || step.digest !== digest) continue
    found.push(id)
    digest = step.from
  }
  return found
}

/** Lets things happen in this order, then both come to the end. */
function play(events: readonly Happening[]) {
  const server = new ModelServer()
  const reviewers = [new Reviewer('A'), new Reviewer('B')] as const
  for (const { who, ...what } of events) {
    const reviewer = who === 0 ? reviewers[0] : reviewers[1]
    if ('does' in what) reviewer.act(what.does)
    else if ('pulls' in what) pull(reviewer, server, what.pulls)
    else server.push(reviewer.waiting.slice(0, what.pushes))
  }
  for (const reviewer of [...reviewers, ...reviewers, reviewers[0]]) {
    pull(reviewer, server)
    server.push(reviewer.waiting)
    pull(reviewer, server)
  }
  return { trail: server.trail, reviewers }
}

/** Steps that neither stand nor were set aside: what they say must stand by another. */
function leftOut({ overtaken, taken }: Reviewer, trail: readonly ReviewEvent[]): readonly ReviewStep[] {
  const known = new Set([...trail.map(({ id }) => id), ...overtaken.map(({ event: aside }) => aside.id)])
  return taken.flatMap(({ event: made }) => (known.has(made.id) ? [] : [made.step]))
}

describe('two reviewers and a server, in any order', () => {
  const inAnyOrder = fc.array(event, { maxLength: 60 })
  const runs = { numRuns: 1000 }

  test('end with the same case', () => {
    fc.assert(
      fc.property(inAnyOrder, (events) => {
        const { trail, reviewers } = play(events)
        for (const { replica } of reviewers) expect(replica).toEqual({ trail, confirmed: trail.length })
        expect(reviewers[0].standing).toEqual(reviewers[1].standing)
      }),
      runs,
    )
  })

  test('lose no step: it stands, it is set aside for its maker, or it says what stands', () => {
    fc.assert(
      fc.property(inAnyOrder, (events) => {
        const { trail, reviewers } = play(events)
        const steps = reviewers.flatMap((reviewer) => leftOut(reviewer, trail))
        // Comments for a person are never the same, and the values of a correction are there.
        expect(steps.filter(({ kind }) => kind === 'returned')).toEqual([])
        const changes = steps.flatMap((step) => (step.kind === 'corrected' ? step.changes : []))
        for (const { path, after } of changes) expect(valuesIn(trail)).toContain(path + after)
      }),
      runs,
    )
  })

  test('overwrite no correction unseen: who corrects or passes a value knows every correction in it', () => {
    fc.assert(
      fc.property(inAnyOrder, (events) => {
        const { trail, reviewers } = play(events)
        const seenBy = new Map(reviewers.flatMap(({ taken }) => taken.map((each) => [each.event.id, each.seen])))
        for (const [at, { id, step }] of trail.entries()) {
          if (step.kind !== 'corrected' && step.kind !== 'passed') continue
          for (const earlier of correctionsIn(trail.slice(0, at))) expect(seenBy.get(id)?.has(earlier)).toBe(true)
        }
      }),
      runs,
    )
  })
})
