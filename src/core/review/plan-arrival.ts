import { ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { cutText } from '#core/characters/cut-text.ts'
import { longestValue } from '#core/record/record.ts'
import type { Arriving } from './arriving.ts'
import { type Arrival, classifyArrival } from './classify-arrival.ts'
import { caseIdOf } from './identity.ts'
import { isReportedAgain, isSaidAnew, isSetAsideByPeople } from './reporting-units.ts'
import {
  appendEvent,
  correctedFrom,
  digestOfPerson,
  isNewer,
  type ReviewCase,
  type RevisionRank,
} from './review-case.ts'
import { longestFileName, type ReviewEvent, type ReviewStep } from './review-event.ts'
import { besideOthers, type Claim, type Whose, type WhoseDigest } from './whose-case.ts'

/** How a submission came: in which file, when, into whose hands, and by which unit below. */
export interface Delivered {
  readonly file: string
  readonly at: number
  readonly by: string
  readonly eventId: string
  readonly unit?: string
  /** Names that unit went by before. */
  readonly formerly?: readonly string[]
  /** Whose the submission is that counts, where the trail does not say it. */
  readonly beside?: WhoseDigest
}

/** What an arriving submission makes of its case; without an event it changes nothing. */
export interface PlannedArrival {
  readonly arrival: Arrival
  readonly caseId: string
  readonly event?: ReviewEvent
  readonly standing: ReviewCase | undefined
}

/** Whether this file is in the case already, and whoever reports it does so no more than before. */
function isKnown(standing: ReviewCase | undefined, digest: string, unit: string | undefined): boolean {
  if (!standing || isReportedAgain(standing, unit) || isSaidAnew(standing, digest, unit)) return false
  const same = standing.revisions.filter((known) => known.digest === digest)
  return same.length > 0 && (unit === undefined || same.some((known) => known.unit === unit))
}

/** Whose a submission is, as long as a trail keeps it. */
export const keptWhose = ({ recordId, name, gender }: Whose): Whose => ({
  recordId,
  name: cutText(name, longestValue),
  gender: cutText(gender, 16),
})

/** Whose an arrival is: without an ID number the case goes by the name itself, and nobody is taken for another in it. */
export const whoseOf = (arriving: Arriving): { readonly whose?: Whose } =>
  arriving.idNumber === '' ? {} : { whose: keptWhose(arriving) }

/** The step of an arrival: what the trail says of it. */
function arrivalStep(
  standing: ReviewCase | undefined,
  arriving: Arriving,
  { file, unit, formerly: names = [], beside }: Delivered,
): Extract<ReviewStep, { kind: 'received' }> {
  const { digest, revision, signer, corrections } = arriving
  const formerly = names.filter((name) => standing?.revisions.some((known) => known.unit === name))
  return {
    kind: 'received',
    digest,
    revision,
    signer,
    file: cutText(file, longestFileName),
    ...(corrections > 0 && { corrections }),
    ...(unit !== undefined && { unit }),
    ...(formerly.length > 0 && { formerly }),
    ...whoseOf(arriving),
    ...(beside && { beside }),
  }
}

/** Whether an arrival counts from now on although it was here before, or what a unit let go of is newer. */
function countsAnew(standing: ReviewCase, arriving: RevisionRank & Claim, unit: string | undefined): boolean {
  const { isOfAnother, against } = besideOthers(standing, digestOfPerson(standing), arriving)
  if (isOfAnother || standing.standing === correctedFrom(standing, arriving.digest)) return false
  const isOlder = (known: RevisionRank): boolean => isNewer(arriving, known)
  const others = against.filter((each) => each.digest !== arriving.digest || each.unit !== unit)
  return others.every(isOlder) && !standing.revisions.every(isOlder)
}

/**
 * What is noted before an arrival: the case is looked at anew where a unit reports whom it had let go, or where
 * something counts that was here before or is older than what was let go of. Who only sees which kinds of steps follow
 * each other, as the server does, then knows where the case stands.
 */
export function stepsBeforeArrival(
  standing: ReviewCase | undefined,
  arriving: RevisionRank & Claim,
  { unit, formerly = [] }: Pick<Delivered, 'unit' | 'formerly'>,
): readonly ReviewStep[] {
  if (!standing || standing.state === 'received' || isSetAsideByPeople(standing)) return []
  if (isKnown(standing, arriving.digest, unit)) return []
  const isBack = [unit, ...formerly].some((name) => isReportedAgain(standing, name))
  const isUnsettled = isBack || (standing.state !== 'setAside' && countsAnew(standing, arriving, unit))
  return isUnsettled ? [{ kind: 'unsettled' }] : []
}

/** Plans what a verified submission makes of its case. The same files in any order lead to the same cases. */
export function planArrival(
  standing: ReviewCase | undefined,
  arriving: Arriving,
  delivered: Delivered,
): Result<PlannedArrival, AppError<'REVIEW_STEP_REFUSED' | 'REVIEW_CONFLICT'>> {
  const step = arrivalStep(standing, arriving, delivered)
  const arrival = classifyArrival(standing, step)
  const caseId = caseIdOf(arriving)
  if (isKnown(standing, step.digest, step.unit)) return ok({ arrival, caseId, standing })
  const { at, by, eventId: id } = delivered
  const event: ReviewEvent = { id, caseId, sequence: (standing?.sequence ?? 0) + 1, at, by, step }
  const next = appendEvent(standing, event)
  return next.ok ? ok({ arrival, caseId, event, standing: next.value }) : next
}
