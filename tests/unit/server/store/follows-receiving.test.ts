import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { takeSteps } from '#app/management/stores/case-steps.ts'
import { planArrival, stepsBeforeArrival, whoseOf } from '#core/review/plan-arrival.ts'
import { planWithdrawal } from '#core/review/plan-withdrawal.ts'
import { appendEvent, type ReviewCase } from '#core/review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'
import { permissionByStep } from '#core/sync/staff-may.ts'
import { type ToldToServer, toldToServer } from '#core/sync/standing-signers.ts'
import { afterStep, noCase } from '#server/store/review-cases.ts'

const units = ['北流市第一中学', '玉林市第一中学', '容县第一中学'] as const
const someone = { idNumber: '450981198001010000', birthDate: '1980-01-01', gender: '1', mobile: '' }
/** Two people of one ID number, and the first again on another device. */
const records = [
  { recordId: 'a', name: '马小云' },
  { recordId: 'b', name: '罗文娟' },
  { recordId: 'c', name: '马小云' },
] as const
const said = { reason: '撤回', replacing: '改报' }
const reviewer = { by: '黄采集', at: 1 }

const happening = fc.oneof(
  fc.record({
    kind: fc.constant('arrives'),
    unit: fc.constantFrom(...units, undefined),
    revision: fc.integer({ min: 1, max: 3 }),
    corrections: fc.integer({ min: 0, max: 1 }),
    whose: fc.constantFrom(...records),
  }),
  fc.record({ kind: fc.constant('isWithdrawn'), unit: fc.constantFrom(...units), goesBack: fc.boolean() }),
  fc.record({
    place: fc.constantFrom(0, -1),
    kind: fc.constantFrom('opened', 'corrected', 'chosen', 'passed', 'setAside', 'takenBack', 'returned', 'reopened'),
  }),
)
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

const correction = { path: 'basic.mobile', before: '1', after: '2', reason: '与原件核对' }
const hexOf = (...numbers: readonly number[]): string => numbers.join('').padStart(64, '0')

type Arrival = Extract<Happening, { revision: number }>
type Withdrawal = Extract<Happening, { goesBack: boolean }>

function arrivingOf({ unit, revision, corrections, whose }: Arrival) {
  const by = unit === undefined || corrections === 0 ? 0 : units.indexOf(unit) + 1
  const digest = hexOf(revision, corrections, by, records.indexOf(whose))
  return { ...someone, ...whose, digest, revision, corrections, signer: 'device', employer: units[0] }
}

/** What receiving notes of a file that came. */
function arrived(standing: ReviewCase | undefined, arrival: Arrival): readonly ReviewEvent[] {
  const from = arrival.unit === undefined ? {} : { unit: arrival.unit }
  const arriving = arrivingOf(arrival)
  const before =
    standing && takeSteps(standing, stepsBeforeArrival(standing, { ...arriving, ...whoseOf(arriving) }, from), reviewer)
  if (before?.ok === false) throw new Error(before.error.code)
  const delivered = { ...reviewer, ...from, file: 'a.rpz', eventId: crypto.randomUUID() }
  const planned = planArrival(before?.value.standing, arriving, delivered)
  if (!planned.ok) throw new Error(planned.error.code)
  const { event } = planned.value
  return [...(before?.value.events ?? []), ...(event ? [event] : [])]
}

/** What receiving notes of a pack that withdraws everything its unit ever brought, or all but the first. */
function withdrawn(standing: ReviewCase, { unit, goesBack }: Withdrawal): readonly ReviewEvent[] {
  const first = standing.revisions.find((each) => each.unit === unit)?.digest
  const reported = new Set(goesBack && first !== undefined ? [first] : [])
  const digests = new Set(standing.revisions.flatMap(({ digest }) => (reported.has(digest) ? [] : [digest])))
  const planned = planWithdrawal(standing, { digests, unit, pack: hexOf(9), formerly: [], reported, ...said }, true)
  const taken = takeSteps(standing, planned?.steps ?? [], reviewer)
  if (!taken.ok) throw new Error(taken.error.code)
  return taken.value.events
}

function received(standing: ReviewCase | undefined, what: Happening): readonly ReviewEvent[] {
  if ('revision' in what) return arrived(standing, what)
  return standing && 'unit' in what ? withdrawn(standing, what) : []
}

/** What people decide, where it is allowed. */
function decided(standing: ReviewCase | undefined, what: Happening): readonly ReviewEvent[] {
  if (!standing) return []
  const digest = standing.standing
  const place = 'place' in what ? what.place : 0
  const steps: Readonly<Record<string, ReviewStep>> = {
    opened: { kind: 'opened' },
    corrected: { kind: 'corrected', digest: hexOf(5, standing.sequence), from: digest, changes: [correction] },
    chosen: { kind: 'chosen', digest: standing.revisions.at(place)?.digest ?? digest, reason: '与本人核对' },
    passed: { kind: 'passed', digest },
    setAside: { kind: 'setAside', reason: '不在采集范围' },
    takenBack: { kind: 'takenBack' },
    returned: { kind: 'returned', digest, slip: 'slip', comments: 1 },
    reopened: { kind: 'reopened', reason: '核对' },
  }
  const step = steps[what.kind]
  const taken = step && takeSteps(standing, [step], reviewer)
  return taken?.ok === true ? taken.value.events : []
}

/** A step as the server is told of it. */
function asTold(event: ReviewEvent, { rank }: Partial<ToldToServer> = {}): ReviewEvent {
  const { step } = event
  return step.kind === 'received' ? { ...event, step: { ...step, ...rank } } : event
}

test('who sees only the kinds of steps knows where a case stands, and whoever receives may take what receiving notes', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 12 }), (happenings) => {
      let standing: ReviewCase | undefined
      let end = noCase('school', 'case')
      const trail: ReviewEvent[] = []
      for (const what of happenings) {
        const noted = received(standing, what)
        for (const { step } of noted) expect(permissionByStep[step.kind]).toBe('collect')
        for (const event of [...noted, ...decided(standing, what)]) {
          const next = appendEvent(standing, event)
          trail.push(event)
          const seen = afterStep(end, asTold(event, toldToServer(trail).at(-1)), new Map())
          if (!next.ok || !seen) throw new Error(`${event.step.kind} is refused`)
          standing = next.value
          end = seen
          expect([event.step.kind, end.state]).toEqual([event.step.kind, standing.state])
        }
      }
    }),
    { numRuns: 2000 },
  )
})
