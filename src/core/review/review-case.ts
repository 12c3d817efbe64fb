import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { type CaseState, stateAfter } from './case-state.ts'
import { afterPack, type PackStep, type Reported } from './reported.ts'
import {
  afterLettingGo,
  isAgainstDecision,
  isReportedAgain,
  isReportedByNobody,
  isSaidAnew,
  isSetAsideByPeople,
  reportingUnits,
  underPresentName,
  unitDecidedBy,
  vouchedRevisions,
} from './reporting-units.ts'
import { type ChecklistItem, checklistItems, type ReviewEvent, type ReviewStep } from './review-event.ts'
import { besideOthers, othersThan, type Whose, withWhose } from './whose-case.ts'

/** A submission that belongs to a case. */
export interface CaseRevision {
  readonly digest: string
  /** The person's own count of revisions. */
  readonly revision: number
  readonly signer: string
  readonly file: string
  readonly receivedAt: number
  /** How many values a unit below corrected in it. */
  readonly corrections: number
  /** Unit below that reported it in a pack. */
  readonly unit?: string
  /** Whose it is; absent without an ID number, and in trails from before it was kept. */
  readonly whose?: Whose
}

/** A correction the unit made on behalf of the person (M10). */
export interface CaseCorrection {
  readonly digest: string
  readonly from: string
  readonly by: string
  readonly at: number
  readonly changes: Extract<ReviewStep, { kind: 'corrected' }>['changes']
}

/** 个案: what a unit holds about one person, as its trail tells it. */
export interface ReviewCase {
  readonly id: string
  readonly state: CaseState
  readonly revisions: readonly CaseRevision[]
  readonly corrections: readonly CaseCorrection[]
  /** Digest of the payload that counts now: the newest revision, what was chosen, or its correction. */
  readonly standing: string
  readonly checklist: ReadonlySet<ChecklistItem>
  /** Units that each reported this person while nobody has decided between them (M15). */
  readonly disputed: readonly string[]
  /** Digests that came under another name while nobody has decided whose case this is (M03). */
  readonly strangers: ReadonlySet<string>
  /** Unit whose report counts by decision, where others brought the very same file. */
  readonly chosenUnit?: string
  /** Unit whose submission was chosen last: what another one brings later does not take its place unasked (M15). */
  readonly decidedFor?: string
  /** What the level above has of the person. */
  readonly reported?: Reported
  /** Unit below that no longer reports the person, while the case is set aside for that. */
  readonly withdrawnBy?: string
  /** Units below that said they no longer report the person. */
  readonly gone: readonly string[]
  /** Packs by which they ever said so. */
  readonly packsLettingGo: ReadonlySet<string>
  readonly sequence: number
  /** Id of the last step of its trail: what a further step follows. */
  readonly last: string
  readonly changedAt: number
}

/** What decides which of two revisions is newer. */
export type RevisionRank = Pick<CaseRevision, 'revision' | 'digest'> & { readonly corrections?: number }

/**
 * Newer by the person's own count, then by what a unit corrected in it; two that are equal in both are kept in the
 * order of their digests, wherever they came first.
 */
export function isNewer(a: RevisionRank, b: RevisionRank): boolean {
  if (a.revision !== b.revision) return a.revision > b.revision
  const more = (a.corrections ?? 0) - (b.corrections ?? 0)
  return more === 0 ? a.digest > b.digest : more > 0
}

/**
 * Whether two submissions of one person are different and neither is newer: made on two devices from the same draft. The
 * order of their digests is kept, and says nothing of which the person means (M02).
 */
export const isRival = (one: RevisionRank, other: RevisionRank): boolean =>
  one.digest !== other.digest && one.revision === other.revision && (one.corrections ?? 0) === (other.corrections ?? 0)

const none: Omit<ReviewCase, 'id'> = {
  state: 'received',
  revisions: [],
  corrections: [],
  standing: '',
  checklist: new Set(),
  disputed: [],
  strangers: new Set(),
  gone: [],
  packsLettingGo: new Set(),
  sequence: 0,
  last: '',
  changedAt: 0,
}

const isSameArrival = (
  revision: Pick<CaseRevision, 'digest' | 'unit'>,
  step: Pick<CaseRevision, 'digest' | 'unit'>,
): boolean => revision.digest === step.digest && revision.unit === step.unit

function receive(before: ReviewCase, event: ReviewEvent, step: Extract<ReviewStep, { kind: 'received' }>): ReviewCase {
  const { kind: _kind, formerly: _names, beside: _beside, corrections = 0, ...arrival } = step
  const standing = { ...before, revisions: withWhose(before.revisions, step) }
  // What a unit withdrew and reports again is not there twice.
  const others = standing.revisions.filter((known) => !isSameArrival(known, step))
  const gone = standing.gone.filter((unit) => unit !== step.unit)
  // Newer than what somebody still stands for: what was let go of counts no longer, also where its unit is back with this.
  const { isOfAnother, against } = besideOthers(standing, digestOfPerson(standing), step)
  const newest = against.every((other) => isSameArrival(other, step) || isNewer(step, other))
  const revisions = [...others, { ...arrival, corrections, receivedAt: event.at }]
  const units = reportingUnits({ revisions, gone })
  // What the person brings themself is no unit's: between units, it opens nothing.
  const isOfNewUnit = step.unit !== undefined && vouchedRevisions(standing).every(({ unit }) => unit !== step.unit)
  const disputed = units.length > 1 && isOfNewUnit ? units : standing.disputed
  const strangers = isOfAnother ? new Set([...standing.strangers, step.digest]) : standing.strangers
  const kept = { ...standing, revisions, disputed, strangers, gone }
  const counts = correctedFrom(standing, step.digest)
  // What somebody stands for already, or is older, is kept, and changes nothing that counts; so is what names another.
  if (isOfAnother || !newest || counts === standing.standing) return kept
  const isOpenAnew = units.length > 1 && isAgainstDecision(standing, digestOfPerson(standing), step.unit)
  return { ...kept, standing: counts, checklist: new Set(), ...(isOpenAnew && { disputed: units }) }
}

function tick(standing: ReviewCase, { item, isTicked }: Extract<ReviewStep, { kind: 'ticked' }>): ReviewCase {
  const checklist = new Set(standing.checklist)
  if (isTicked) checklist.add(item)
  else checklist.delete(item)
  return { ...standing, checklist }
}

function correct(
  standing: ReviewCase,
  event: ReviewEvent,
  step: Extract<ReviewStep, { kind: 'corrected' }>,
): ReviewCase {
  const { digest, from, changes } = step
  const correction = { digest, from, by: event.by, at: event.at, changes }
  return { ...standing, corrections: [...standing.corrections, correction], standing: digest }
}

function choose(
  { chosenUnit: before, decidedFor: decidedBefore, ...standing }: ReviewCase,
  { digest, unit: wanted }: Extract<ReviewStep, { kind: 'chosen' }>,
): ReviewCase {
  const arrived = digestOfPerson({ ...standing, standing: digest })
  // That unit stays decided for while what it brought counts.
  const isKept = standing.revisions.some((each) => each.digest === arrived && each.unit === before)
  const unit = wanted ?? (isKept ? before : undefined)
  const decidedFor = wanted ?? unitDecidedBy(standing, arrived, decidedBefore)
  // Which unit reports does not say whose case it is (M03): the person that counted is a stranger to another one now.
  const strangers = wanted === undefined ? [] : [...standing.strangers, digestOfPerson(standing)]
  const chosen = {
    ...standing,
    standing: digest,
    checklist: new Set<ChecklistItem>(),
    disputed: [],
    strangers: new Set(strangers),
    ...(decidedFor !== undefined && { decidedFor }),
  }
  return unit === undefined ? chosen : { ...chosen, chosenUnit: unit }
}

function letGo({ chosenUnit, decidedFor, ...standing }: ReviewCase, unit: string): ReviewCase {
  return {
    ...standing,
    ...afterLettingGo(standing, unit, digestOfPerson(standing)),
    ...(chosenUnit !== undefined && chosenUnit !== unit && { chosenUnit }),
    ...(decidedFor !== undefined && decidedFor !== unit && { decidedFor }),
  }
}

const withoutWithdrawal = ({ withdrawnBy: _by, ...standing }: ReviewCase): ReviewCase => standing

const withdrawalKinds = ['setAside', 'letGo', 'nobodyReports', 'unsettled', 'takenBack'] as const
type WithdrawalStep = Extract<ReviewStep, { kind: (typeof withdrawalKinds)[number] }>

const isOfWithdrawal = (step: ReviewStep): step is WithdrawalStep => withdrawalKinds.some((kind) => kind === step.kind)

/** Takes in that a unit below no longer reports the person; or that the case counts again although none does. */
function afterWithdrawal(standing: ReviewCase, step: WithdrawalStep): ReviewCase {
  switch (step.kind) {
    case 'takenBack':
      return withoutWithdrawal(standing)
    case 'letGo':
      return { ...letGo(standing, step.unit), packsLettingGo: new Set([...standing.packsLettingGo, step.pack]) }
    case 'nobodyReports':
      return { ...standing, withdrawnBy: step.unit }
    case 'unsettled':
      return { ...withoutWithdrawal(standing), checklist: new Set() }
    case 'setAside': {
      const { withdrawnBy } = step
      return withdrawnBy === undefined ? standing : { ...letGo(standing, withdrawnBy), withdrawnBy }
    }
  }
}

const isOfPack = (step: ReviewStep): step is Extract<ReviewStep, PackStep> =>
  step.kind === 'reported' || step.kind === 'withdrawn'

/** Who speaks in a step, and under which names before. */
function speakerOf(step: ReviewStep): Parameters<typeof underPresentName>[1] {
  if (step.kind === 'received' || step.kind === 'letGo') return step
  const { withdrawnBy: unit, ...said } = step.kind === 'setAside' ? step : {}
  return unit === undefined ? {} : { unit, ...said }
}

/** The case with its units called as whoever speaks in the step is called now. */
function namedAsIn(step: ReviewStep, standing: ReviewCase): ReviewCase {
  const speaker = speakerOf(step)
  return speaker.formerly ? { ...standing, ...underPresentName(standing, speaker) } : standing
}

function applyStep(standing: ReviewCase, event: ReviewEvent): ReviewCase {
  const { step } = event
  if (isOfWithdrawal(step)) return afterWithdrawal(standing, step)
  if (isOfPack(step)) return { ...standing, reported: afterPack(standing.reported, step, event.at) }
  switch (step.kind) {
    case 'received':
      return receive(standing, event, step)
    case 'ticked':
      return tick(standing, step)
    case 'corrected':
      return correct(standing, event, step)
    case 'chosen':
      return choose(standing, step)
    case 'opened':
    case 'returned':
    case 'passed':
    case 'reopened':
      return standing
  }
}

const isPassed = ({ state }: ReviewCase): boolean => state === 'passed' || state === 'reported'

/** Whether a unit that lets a person go reports them, under whatever name. */
function reportsNow(standing: ReviewCase, { unit, formerly = [] }: Extract<ReviewStep, { kind: 'letGo' }>): boolean {
  const reporting = reportingUnits(standing)
  return [unit, ...formerly].some((name) => reporting.includes(name))
}

/** Whether a step speaks of a payload this case has, and of the one that counts where that matters. */
function fits(standing: ReviewCase | undefined, step: ReviewStep): boolean {
  if (!standing) return true
  if (step.kind === 'letGo') return reportsNow(standing, step)
  if (step.kind === 'nobodyReports') return isReportedByNobody(standing)
  if (step.kind === 'unsettled') return !isSetAsideByPeople(standing)
  return !('digest' in step) || fitsPayload(standing, step)
}

function fitsPayload(standing: ReviewCase, step: Extract<ReviewStep, { digest: string }>): boolean {
  const known = [...standing.revisions, ...standing.corrections].some(({ digest }) => digest === step.digest)
  // The same file from another unit below is news: two units report this person.
  if (step.kind === 'received') {
    const isAnew = isReportedAgain(standing, step.unit) || isSaidAnew(standing, step.digest, step.unit)
    return isAnew || !standing.revisions.some((each) => isSameArrival(each, step))
  }
  if (step.kind === 'chosen' || step.kind === 'withdrawn') return known
  // Who passed, or is reported, is so with what counts now.
  if (step.kind === 'reported') return isPassed(standing) ? step.digest === standing.standing : known
  if (step.kind === 'corrected') return step.from === standing.standing && !known
  return step.digest === standing.standing
}

/** The case after one more line of its trail; refused when the step is not allowed or out of order. */
export function appendEvent(
  standing: ReviewCase | undefined,
  event: ReviewEvent,
): Result<ReviewCase, AppError<'REVIEW_STEP_REFUSED' | 'REVIEW_CONFLICT'>> {
  const from = standing?.state ?? 'none'
  const expected = (standing?.sequence ?? 0) + 1
  if (event.sequence !== expected) return fail('REVIEW_CONFLICT', { expected, found: event.sequence })
  const state = stateAfter(from, event.step.kind)
  if (!state || !fits(standing, event.step)) return fail('REVIEW_STEP_REFUSED', { state: from, step: event.step.kind })
  const before = standing ?? { ...none, id: event.caseId }
  const after = applyStep(namedAsIn(event.step, before), event)
  // An arrival after which the same counts as before leaves the case where it stands.
  const isMoved = event.step.kind !== 'received' || !standing || after.standing !== before.standing
  return ok({
    ...after,
    state: isMoved ? state : before.state,
    sequence: event.sequence,
    last: event.id,
    changedAt: event.at,
  })
}

/** The case its whole trail tells, or the first line that does not fit. */
export function caseOf(trail: readonly ReviewEvent[]): ReturnType<typeof appendEvent> {
  let standing: ReviewCase | undefined
  for (const event of trail) {
    const next = appendEvent(standing, event)
    if (!next.ok) return next
    standing = next.value
  }
  return standing ? ok(standing) : fail('REVIEW_STEP_REFUSED', { state: 'none', step: 'none' })
}

/** Points of the checklist that are not ticked yet (M08). */
export function untickedItems({ checklist }: ReviewCase): readonly ChecklistItem[] {
  return checklistItems.filter((item) => !checklist.has(item))
}

/** The payload that came in: what the unit corrected in it since has another digest, which the person does not know. */
export function digestOfPerson({ standing, corrections }: ReviewCase): string {
  return [...corrections].reverse().reduce((digest, made) => (made.digest === digest ? made.from : digest), standing)
}

/** The submission with this digest after everything that was corrected in it here. */
export function correctedFrom({ corrections }: Pick<ReviewCase, 'corrections'>, digest: string): string {
  return corrections.reduce((tip, made) => (made.from === tip ? made.digest : tip), digest)
}

/** Submissions of the person that somebody stands for, as new as the one that counts, that say something else (M02). */
export function rivalsOf(standing: ReviewCase): readonly CaseRevision[] {
  const arrived = digestOfPerson(standing)
  const counting = standing.revisions.find(({ digest }) => digest === arrived)
  const { against } = besideOthers(standing, arrived, counting ?? { digest: '' })
  return counting ? against.filter((each) => isRival(each, counting)) : []
}

/** Submissions that came under another name, while nobody has decided whose case this is (M03). */
export const strangersOf = (standing: ReviewCase): readonly CaseRevision[] =>
  othersThan(standing, digestOfPerson(standing)).filter(({ digest }) => standing.strangers.has(digest))
