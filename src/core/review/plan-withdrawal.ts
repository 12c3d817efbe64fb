import { type CaseRevision, correctedFrom, digestOfPerson, isNewer, type ReviewCase } from './review-case.ts'
import type { ReviewStep } from './review-event.ts'
import {
  afterLettingGo,
  isLeftByAll,
  isLetGo,
  isSetAsideByPeople,
  underPresentName,
  vouchedRevisions,
} from './reporting-units.ts'
import { besideOthers } from './whose-case.ts'

/** What a unit below no longer reports. */
export interface Withdrawal {
  readonly digests: ReadonlySet<string>
  readonly unit: string
  /** Digest of the pack that says so. */
  readonly pack: string
  /** Names the unit went by before. */
  readonly formerly: readonly string[]
  /** For the trail of each person. */
  readonly reason: string
  /** The same, for who is in the pack with another submission. */
  readonly replacing: string
  /** What the same pack reports: who is in it is not let go of. */
  readonly reported: ReadonlySet<string>
}

/**
 * What a withdrawal does to a person: nobody reports them any more and they are set aside, or they stay with another
 * unit or with what they handed in themselves, or another submission counts from now on.
 */
export interface PlannedWithdrawal {
  readonly kind: 'withdrawn' | 'stays' | 'switched'
  readonly steps: readonly ReviewStep[]
}

const toUnsettle = ({ state }: ReviewCase): readonly ReviewStep[] =>
  state === 'reported' || state === 'passed' || state === 'returned' ? [{ kind: 'unsettled' }] : []

/** The steps after which something else counts than what nobody stands for any more. */
function stepsToOthers(standing: ReviewCase, { unit, reason }: Withdrawal): readonly ReviewStep[] {
  const { gone, disputed } = afterLettingGo(standing, unit, digestOfPerson(standing))
  const after = { revisions: standing.revisions, gone }
  if (!isLetGo(after, digestOfPerson(standing))) return []
  // Between several others people decide; until then nobody may go up.
  if (disputed.length > 0) return toUnsettle(standing)
  const [first, ...more] = vouchedRevisions(after).filter((each) => each.unit !== undefined)
  if (!first) return []
  const newest = more.reduce((top, each) => (isNewer(each, top) ? each : top), first)
  return [...toUnsettle(standing), { kind: 'chosen', digest: correctedFrom(standing, newest.digest), reason }]
}

/**
 * A unit may report an earlier submission in place of a later one: its arrival alone says nothing of that, so that it
 * counts by choice. What others stand for, too, what is undecided between units, and what names another person is for
 * people.
 */
function planReplaced(
  standing: ReviewCase,
  named: CaseRevision,
  { digests, unit, replacing: reason }: Withdrawal,
): PlannedWithdrawal | undefined {
  const counting = digestOfPerson(standing)
  const isOfOthers = vouchedRevisions(standing).some((each) => each.digest === counting && each.unit !== unit)
  const isUndecided = standing.disputed.length > 0 || besideOthers(standing, counting, named).isOfAnother
  const isForPeople = isOfOthers || isUndecided || isSetAsideByPeople(standing)
  if (counting === named.digest || !digests.has(counting) || isForPeople) return undefined
  const chosen: ReviewStep = { kind: 'chosen', digest: correctedFrom(standing, named.digest), reason }
  return { kind: 'switched', steps: [...toUnsettle(standing), chosen] }
}

/**
 * Plans what a withdrawal does to a case; nothing where it speaks of what its unit never said last, or of nobody's
 * report. `isNews`: the same pack brought a submission of the person.
 */
export function planWithdrawal(
  before: ReviewCase,
  withdrawal: Withdrawal,
  isNews = false,
): PlannedWithdrawal | undefined {
  const { digests, unit, pack, reason, reported } = withdrawal
  const formerly = withdrawal.formerly.filter((name) => before.revisions.some((each) => each.unit === name))
  const standing = { ...before, ...underPresentName(before, { unit, formerly }) }
  const own = vouchedRevisions(standing).filter((revision) => revision.unit === unit)
  const named = own.find((revision) => reported.has(revision.digest))
  // What is no news may be what people chose something else over.
  if (named) return isNews ? planReplaced(standing, named, withdrawal) : undefined
  if (!digests.has(own.at(-1)?.digest ?? '')) return undefined
  const letGo: ReviewStep = { kind: 'letGo', unit, pack, reason, ...(formerly.length > 0 && { formerly }) }
  // Anything more would say that it is not people who keep the person aside.
  if (isSetAsideByPeople(standing)) return { kind: 'withdrawn', steps: [letGo] }
  const { revisions, gone } = standing
  // What the person handed in here themselves is their own word.
  if (isLeftByAll({ revisions, gone: [...gone, unit] }, digestOfPerson(standing)))
    return { kind: 'withdrawn', steps: [letGo, { kind: 'nobodyReports', unit }] }
  const others = stepsToOthers(standing, withdrawal)
  const kind = others.some((step) => step.kind === 'chosen') ? 'switched' : 'stays'
  return { kind, steps: [letGo, ...others] }
}
