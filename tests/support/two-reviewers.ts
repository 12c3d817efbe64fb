import * as fc from 'fast-check'
import { stateAfter } from '#core/review/case-state.ts'
import { checklistItems, type ReviewEvent, type ReviewStep } from '#core/review/review-event.ts'
import { appendEvent, caseOf, type ReviewCase } from '#core/review/review-case.ts'
import { stepsBeforeArrival } from '#core/review/plan-arrival.ts'
import { planWithdrawal } from '#core/review/plan-withdrawal.ts'
import type { OvertakenStep } from '#core/sync/case-sync.ts'
import type { Result } from '#core/errors/result.ts'
import type { Rebased, Replica } from '#core/sync/rebase-trail.ts'

const hexOf = (count: number): string => count.toString(16).padStart(64, '0')
const paths = ['basic.mobile', 'basic.email'] as const
const units = ['第一中学', '第二中学'] as const

/** What a reviewer tries to do; which payload is meant shows when it is done. */
export const reviewerStep = fc.oneof(
  fc.record({
    kind: fc.constant('received'),
    revision: fc.integer({ min: 1, max: 3 }),
    person: fc.nat(1),
    unit: fc.constantFrom(undefined, ...units),
  }),
  fc.record({
    kind: fc.constant('packWithdraws'),
    unit: fc.constantFrom(...units),
    pack: fc.nat(2),
    goesBack: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('opened', 'passed', 'returned', 'reopened', 'setAside', 'takenBack', 'chosen') }),
  fc.record({
    kind: fc.constant('ticked'),
    item: fc.constantFrom(...checklistItems.slice(0, 3)),
    isTicked: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('corrected'), path: fc.constantFrom(...paths), after: fc.constantFrom('1', '2', '3') }),
)
type Wanted = typeof reviewerStep extends fc.Arbitrary<infer T> ? T : never

function decisionOf(kind: string, standing: ReviewCase, count: number): ReviewStep | undefined {
  const digest = standing.standing
  switch (kind) {
    case 'opened':
    case 'takenBack':
      return { kind }
    case 'passed':
      return { kind, digest }
    case 'returned':
      return { kind, digest, slip: `slip ${count}`, comments: 1 }
    case 'reopened':
    case 'setAside':
      return { kind, reason: '核对' }
    case 'chosen':
      return { kind, digest: standing.revisions[0]?.digest ?? digest, reason: '核对' }
    default:
      return undefined
  }
}

/** What receiving notes of a file, or of a pack that withdraws. */
function stepsOfReceiving(
  wanted: Extract<Wanted, { kind: 'received' | 'packWithdraws' }>,
  standing: ReviewCase | undefined,
): readonly ReviewStep[] {
  if (!('revision' in wanted)) {
    if (!standing) return []
    const { unit: below, goesBack } = wanted
    // With the first that its unit brought in place of all others, or without the person.
    const first = standing.revisions.find((each) => each.unit === below)?.digest
    const reported = new Set(goesBack && first !== undefined ? [first] : [])
    const digests = new Set(standing.revisions.flatMap(({ digest }) => (reported.has(digest) ? [] : [digest])))
    const pack = hexOf(wanted.pack)
    // No pack is taken twice.
    if (standing.packsLettingGo.has(pack)) return []
    const said = { reason: '撤回', replacing: '改报', reported }
    return planWithdrawal(standing, { digests, unit: below, pack, formerly: [], ...said }, true)?.steps ?? []
  }
  const { revision, unit, person } = wanted
  const whose = { recordId: `record ${person}`, name: `某${person}`, gender: '1' }
  const arriving = { digest: hexOf(revision + 100 * person), revision, whose }
  const from = unit === undefined ? {} : { unit }
  return [
    ...stepsBeforeArrival(standing, arriving, from),
    { kind: 'received', ...arriving, signer: 'device', file: `r${revision}.rpu`, ...from },
  ]
}

/** The step of what is wanted of one person, on the case as its maker sees it. */
function stepOf(
  wanted: Exclude<Wanted, { kind: 'received' | 'packWithdraws' }>,
  standing: ReviewCase,
  count: number,
): ReviewStep | undefined {
  if ('item' in wanted) return { kind: 'ticked', item: wanted.item, isTicked: wanted.isTicked }
  if ('path' in wanted) {
    const { path, after } = wanted
    const changes = [{ path, before: '0', after, reason: '与原件核对' }]
    return { kind: 'corrected', digest: hexOf(1000 + count), from: standing.standing, changes }
  }
  return decisionOf(wanted.kind, standing, count)
}

/** The steps of what is wanted. */
function stepsOf(wanted: Wanted, standing: ReviewCase | undefined, count: number): readonly ReviewStep[] {
  if (wanted.kind === 'received' || wanted.kind === 'packWithdraws') return stepsOfReceiving(wanted, standing)
  const step = standing && stepOf(wanted, standing, count)
  return step ? [step] : []
}

/** A step somebody took, and which steps they knew of then. */
export interface Taken {
  readonly event: ReviewEvent
  readonly seen: ReadonlySet<string>
}

/** A reviewer's device with one case. */
export class Reviewer {
  replica: Replica = { trail: [], confirmed: 0 }
  readonly overtaken: OvertakenStep[] = []
  readonly taken: Taken[] = []
  readonly name: string
  readonly #caseId: string

  constructor(name: string, caseId = 'id:452526197904182627') {
    this.name = name
    this.#caseId = caseId
  }

  /** Goes on with what the server's order made of the case. */
  take(rebased: Result<Rebased>): void {
    if (!rebased.ok) throw new Error(rebased.error.code)
    const { trail, confirmed, overtaken } = rebased.value
    this.replica = { trail, confirmed }
    this.overtaken.push(...overtaken)
  }

  get standing(): ReviewCase | undefined {
    const read = this.replica.trail.length > 0 ? caseOf(this.replica.trail) : undefined
    if (read && !read.ok) throw new Error(read.error.code)
    return read?.value
  }

  /** What is one's own still. */
  get waiting(): readonly ReviewEvent[] {
    return this.replica.trail.slice(this.replica.confirmed)
  }

  /** Does what is wanted, as far as it is allowed. */
  act(wanted: Wanted): void {
    for (const step of stepsOf(wanted, this.standing, this.taken.length + (this.name === 'A' ? 0 : 500)))
      this.#append(step)
  }
  #append(step: ReviewStep): void {
    const { standing, taken } = this
    const { trail, confirmed } = this.replica
    if (!stateAfter(standing?.state ?? 'none', step.kind)) return
    const caseId = this.#caseId
    const event = { id: crypto.randomUUID(), caseId, sequence: trail.length + 1, at: taken.length, by: this.name, step }
    if (!appendEvent(standing, event).ok) return
    taken.push({ event, seen: new Set(trail.map(({ id }) => id)) })
    this.replica = { trail: [...trail, event], confirmed }
  }
}
