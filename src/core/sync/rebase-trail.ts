import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { appendEvent, digestOfPerson, type ReviewCase, strangersOf, untickedItems } from '#core/review/review-case.ts'
import { isLeftByAll, isReportedAgain, isSaidAnew, isSetAsideByPeople } from '#core/review/reporting-units.ts'
import { isNoted } from '#core/review/reported.ts'
import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'
import type { OvertakenStep } from './case-sync.ts'
import type { ErrorAnswer } from './wire.ts'

/**
 * The order of the server stands. What a device did without knowing of it comes after, step by step, as far as each
 * step still says what its maker meant: a step that already has its effect is left out, and one that was taken on
 * something that is no more (a corrected value, a decision, another payload) is set aside for its maker to see.
 */

/** A case as a device has it: first what stands on the server, then its own steps. */
export interface Replica {
  readonly trail: readonly ReviewEvent[]
  /** How many steps from the start stand on the server. */
  readonly confirmed: number
}

/** A case after the steps of others; what was set aside on the way. */
export interface Rebased extends Replica {
  readonly overtaken: readonly OvertakenStep[]
  readonly standing: ReviewCase | undefined
}

type Seen = ReviewCase | undefined

const isOpen = ({ state }: ReviewCase): boolean => state === 'received' || state === 'checking'

/** Whether a case looks as it did to whoever decided on it: the same payload counts, and it stands in the same state. */
function looksTheSame(now: ReviewCase, then: Seen): boolean {
  if (!then || now.standing !== then.standing || now.chosenUnit !== then.chosenUnit) return false
  return now.state === then.state || (isOpen(now) && isOpen(then))
}

/** Whether more is for people to decide than was seen then: which unit reports the person (M15), whose case it is (M03). */
const isDisputedMore = (now: ReviewCase, then: Seen): boolean =>
  now.disputed.length > (then?.disputed.length ?? 0) || strangersOf(now).length > (then ? strangersOf(then).length : 0)

/** Whether passing still means what it did: nothing is open that was compared then, and nothing more is undecided. */
function mayStillPass(now: ReviewCase, then: Seen): boolean {
  const openThen = new Set(then && untickedItems(then))
  return untickedItems(now).every((item) => openThen.has(item)) && !isDisputedMore(now, then)
}

/** Whether others have corrected the same values to the same. */
function isCorrectedAlike(
  now: ReviewCase,
  then: Seen,
  { changes }: Extract<ReviewStep, { kind: 'corrected' }>,
): boolean {
  const known = new Set(then?.corrections.map(({ digest }) => digest))
  const since = now.corrections.filter(({ digest }) => !known.has(digest)).flatMap((made) => made.changes)
  const values = new Map(since.map(({ path, after }) => [path, after]))
  return changes.every(({ path, after }) => values.get(path) === after)
}

type Arrival = Extract<ReviewStep, { kind: 'received' }>

/** Whether an arrival is its unit's word after another: after it had let the person go, or brought something else. */
const isWordAnew = (standing: Seen, { digest, unit }: Arrival): boolean =>
  standing !== undefined && (isReportedAgain(standing, unit) || isSaidAnew(standing, digest, unit))

/** Whether an arrival is known: also where its unit said something else since, unless it came after that. */
const hasArrived = (now: ReviewCase, then: Seen, step: Arrival): boolean =>
  !(isWordAnew(now, step) && isWordAnew(then, step)) &&
  now.revisions.some(({ digest, unit }) => digest === step.digest && (step.unit === undefined || unit === step.unit))

// A file came, a pack was written, a unit below said something: true whatever others did.
const saidBelow = ['letGo', 'nobodyReports', 'unsettled'] as const
const facts: ReadonlySet<ReviewStep['kind']> = new Set(['received', 'reported', 'withdrawn', 'opened', ...saidBelow])

type Finding = Extract<
  ReviewStep,
  { kind: 'received' | 'opened' | 'ticked' | 'corrected' | (typeof saidBelow)[number] }
>
type Decision = Exclude<ReviewStep, Finding>

const findings: ReadonlySet<ReviewStep['kind']> = new Set(['received', 'opened', 'ticked', 'corrected', ...saidBelow])
const isFinding = (step: ReviewStep): step is Finding => findings.has(step.kind)

/** Whether what a case was to be looked at anew for is still so: a unit let the person go, or reports them with another. */
const stillUnsettles = (now: ReviewCase, then: Seen): boolean =>
  (then?.gone.length ?? 0) > 0 ? now.gone.length > 0 : now.standing === then?.standing

/** Whether what was found is known already. */
function isFoundAlready(now: ReviewCase, then: Seen, step: Finding): boolean {
  switch (step.kind) {
    case 'received':
      return hasArrived(now, then, step)
    case 'opened':
      return now.state !== 'received'
    case 'ticked':
      return now.checklist.has(step.item) === step.isTicked
    case 'corrected':
      return isCorrectedAlike(now, then, step)
    case 'letGo':
      return now.packsLettingGo.has(step.pack) || now.gone.includes(step.unit)
    case 'nobodyReports':
      return now.state === 'setAside' || !isLeftByAll(now, digestOfPerson(now))
    case 'unsettled':
      return isOpen(now) || isSetAsideByPeople(now) || !stillUnsettles(now, then)
  }
}

/** Whether what was decided stands already. */
function isDecidedAlready(now: ReviewCase, step: Decision): boolean {
  switch (step.kind) {
    case 'passed':
      return now.state === 'passed' && now.standing === step.digest
    case 'chosen':
      return (
        now.disputed.length + strangersOf(now).length === 0 &&
        now.standing === step.digest &&
        now.chosenUnit === step.unit
      )
    case 'setAside':
      return isSetAsideByPeople(now)
    case 'reopened':
    case 'takenBack':
      return now.state === 'checking'
    case 'reported':
    case 'withdrawn':
      return isNoted(now.reported, step)
    case 'returned':
      // Other comments for the person: never the same.
      return false
  }
}

/** Whether a step would only say once more what stands already. */
const isRedundant = (now: Seen, then: Seen, step: ReviewStep): boolean =>
  now !== undefined && (isFinding(step) ? isFoundAlready(now, then, step) : isDecidedAlready(now, step))

/** Whether a step says on the case as it is now what its maker meant when they took it. */
function stillHolds(now: Seen, then: Seen, step: ReviewStep): boolean {
  if (facts.has(step.kind)) return true
  // Compared with the originals was another payload than the one that counts now.
  if (step.kind === 'ticked') return !step.isTicked || now?.standing === then?.standing
  if (!now || !looksTheSame(now, then)) return false
  if (step.kind === 'passed') return mayStillPass(now, then)
  return step.kind !== 'chosen' || !isDisputedMore(now, then)
}

/** The case before each of the steps of a trail. */
function casesBefore(trail: readonly ReviewEvent[]): readonly Seen[] {
  const before: Seen[] = []
  let standing: Seen
  for (const event of trail) {
    before.push(standing)
    const next = appendEvent(standing, event)
    standing = next.ok ? next.value : standing
  }
  return before
}

interface Settling {
  readonly base: readonly ReviewEvent[]
  /** The trail in which the own steps were taken, and which of its steps are to be settled anew. */
  readonly before: readonly ReviewEvent[]
  readonly own: readonly ReviewEvent[]
}

/** Puts own steps behind what stands, each as far as it still holds. */
function settle({ base, before, own }: Settling): Result<Omit<Rebased, 'confirmed'>, AppError<'SYNC_TRAIL_DIFFERS'>> {
  let standing: Seen
  for (const event of base) {
    const next = appendEvent(standing, event)
    if (!next.ok) return fail('SYNC_TRAIL_DIFFERS', {})
    standing = next.value
  }
  const seen = new Map(casesBefore(before).map((then, at) => [before[at]?.id, then]))
  const trail = [...base]
  const overtaken: OvertakenStep[] = []
  for (const event of own) {
    const then = seen.get(event.id)
    if (isRedundant(standing, then, event.step)) continue
    const moved = { ...event, sequence: trail.length + 1 }
    const next = stillHolds(standing, then, event.step) ? appendEvent(standing, moved) : undefined
    if (!next?.ok) {
      overtaken.push({ event })
      continue
    }
    standing = next.value
    trail.push(moved)
  }
  return ok({ trail, overtaken, standing })
}

/**
 * Takes the steps of the server over, in its order: own steps that come back count as standing, those of others go
 * before what is still one's own.
 */
export function takeTheirSteps(
  { trail, confirmed }: Replica,
  theirs: readonly ReviewEvent[],
): Result<Rebased, AppError<'SYNC_TRAIL_DIFFERS'>> {
  const known = theirs.filter(({ sequence }) => sequence <= confirmed)
  const fresh = theirs.filter(({ sequence }) => sequence > confirmed)
  const isSound =
    known.every(({ id, sequence }) => trail[sequence - 1]?.id === id) &&
    fresh.every(({ sequence }, at) => sequence === confirmed + 1 + at)
  if (!isSound) return fail('SYNC_TRAIL_DIFFERS', {})
  const ids = new Set(fresh.map(({ id }) => id))
  const settled = settle({
    base: [...trail.slice(0, confirmed), ...fresh],
    before: trail,
    own: trail.slice(confirmed).filter(({ id }) => !ids.has(id)),
  })
  return settled.ok ? ok({ ...settled.value, confirmed: confirmed + fresh.length }) : settled
}

/** Takes one own step out that the server refuses; what was built on it is settled anew. */
export function dropRefusedStep(
  { trail, confirmed }: Replica,
  eventId: string,
  refusal: ErrorAnswer,
): Result<Rebased, AppError<'SYNC_TRAIL_DIFFERS'>> {
  const at = trail.findIndex(({ id }, index) => index >= confirmed && id === eventId)
  const refused = trail[at]
  const own = refused ? trail.slice(at + 1) : []
  const settled = settle({ base: refused ? trail.slice(0, at) : trail, before: trail, own })
  if (!settled.ok) return settled
  const overtaken = [...(refused ? [{ event: refused, refusal }] : []), ...settled.value.overtaken]
  return ok({ ...settled.value, confirmed, overtaken })
}
