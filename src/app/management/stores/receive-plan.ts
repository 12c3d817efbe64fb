import type { CaseChange } from '#app/platform/storage/case-storage.ts'
import type { CheckedSubmission } from '#app/platform/unit/check-message.ts'
import type { TextBlock } from '#app/platform/unit/text-block.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { type CaseRow, lineOf } from '#core/review/case-row.ts'
import { caseIdOf, type IdentityDoubt, identityDoubts, identityOf } from '#core/review/identity.ts'
import {
  type Delivered,
  keptWhose,
  planArrival,
  type PlannedArrival,
  stepsBeforeArrival,
  whoseOf,
} from '#core/review/plan-arrival.ts'
import type { Withdrawal } from '#core/review/plan-withdrawal.ts'
import { digestOfPerson, type ReviewCase } from '#core/review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'
import { contentOf } from '#core/submission/content-of.ts'
import { type Reviewer, takeSteps } from './case-steps.ts'
import type { ArrivalNote, ReceivedPerson } from './received-person.ts'
import { makeWaitingCases, type Receiving, type WaitingCases } from './waiting-cases.ts'
import { rowOfOther, withdrawPeople } from './withdraw-people.ts'

/** How a submission was brought. */
export interface Bringing {
  readonly fileName: string
  /** Unit below that reported it, and the names it went by before. */
  readonly unit?: string
  readonly formerly?: readonly string[]
}

const isSetAside = (standing: ReviewCase | undefined): boolean => standing?.state === 'setAside'

/** What a clerk should look at in an arrival that was planned. */
function notesOf(
  { arrival, standing }: PlannedArrival,
  doubts: readonly IdentityDoubt[],
  {
    ofUnit,
    isFromBelow,
    isBack,
  }: {
    readonly ofUnit: ArrivalNote | undefined
    readonly isFromBelow: boolean
    readonly isBack: boolean
  },
): readonly ArrivalNote[] {
  const notes: readonly (readonly [boolean, ArrivalNote])[] = [
    [arrival.isOtherDevice && !isFromBelow, 'otherDevice'],
    [arrival.hasRival, 'rival'],
    [arrival.answersReturn, 'answersReturn'],
    [(standing?.disputed.length ?? 0) > 0, 'disputed'],
    [isBack, 'takenBack'],
    // The person hands in, and it counts nowhere until somebody takes the case back.
    [isSetAside(standing), 'setAside'],
  ]
  return [
    ...new Set(doubts.map(({ rule }) => rule)),
    ...(ofUnit ? [ofUnit] : []),
    ...notes.flatMap(([isTrue, note]) => (isTrue ? [note] : [])),
  ]
}

/** The case after steps that lead to an arrival; none where there is no case yet. */
function takeBefore(
  standing: ReviewCase | undefined,
  steps: readonly ReviewStep[],
  reviewer: Reviewer,
): Result<{ readonly events: readonly ReviewEvent[]; readonly standing: ReviewCase | undefined }> {
  return standing ? takeSteps(standing, steps, reviewer) : ok({ events: [], standing })
}

/** Where an arrival is kept: its text in this block, and onto which step it goes, after others that lead there. */
interface Keeping {
  readonly block: TextBlock
  readonly onto: string
  readonly before: readonly ReviewEvent[]
}

/** Has an arrival written with the others; one that changes nothing is not. */
async function keep(
  { event, standing }: PlannedArrival,
  checked: CheckedSubmission,
  { block, onto, before }: Keeping,
  { receiving, waitingCases }: { readonly receiving: Receiving; readonly waitingCases: WaitingCases },
): Promise<Result<void>> {
  if (!event || !standing) return ok(undefined)
  const { arriving, findings } = checked
  const { rowOf, add, brought } = waitingCases
  const { digest } = arriving
  const listed = rowOf(standing.id)
  const isCounting = standing.standing === digest || !listed
  if (!isCounting) brought.set(digest, checked)
  const row = isCounting
    ? ok(lineOf(standing, arriving, findings))
    : await rowOfOther(standing, listed, receiving, waitingCases)
  if (!row.ok) return row
  const place = { block: block.id, position: block.digests.indexOf(digest) }
  add({ standing, row: row.value, events: [...before, event], texts: [{ digest, place }], onto })
  return ok(undefined)
}

/**
 * Whose the submission is that counts, where an arrival names somebody else and the trail is from before it was kept. Of
 * what cannot be read the record is unknown: then people decide.
 */
async function besideOf(
  standing: ReviewCase | undefined,
  row: CaseRow | undefined,
  { idNumber, name, gender }: CheckedSubmission['arriving'],
  { cases }: Pick<Receiving, 'cases'>,
): Promise<Result<Pick<Delivered, 'beside'>>> {
  const digest = standing ? digestOfPerson(standing) : ''
  const counting = standing?.revisions.find((each) => each.digest === digest)
  const isAlike = row?.name === name && row.gender === gender
  if (!counting || counting.whose || !row || isAlike || idNumber === '') return ok({})
  const text = await cases.text(digest)
  if (!text.ok) return text
  if (text.value === undefined) return ok({ beside: { digest, ...keptWhose({ ...row, recordId: '' }) } })
  const { record } = contentOf(text.value)
  return ok({ beside: { digest, ...keptWhose({ ...identityOf(record), recordId: record.id }) } })
}

/** An arrival, and the case it comes to. */
interface Coming {
  readonly standing: ReviewCase | undefined
  readonly row: CaseRow | undefined
  readonly arriving: CheckedSubmission['arriving']
}

/** What an arrival makes of its case, and the steps that lead there. */
async function planOne(
  { standing, row, arriving }: Coming,
  { fileName: file, ...from }: Bringing,
  receiving: Receiving,
) {
  const { reviewer } = receiving
  const whose = await besideOf(standing, row, arriving, receiving)
  if (!whose.ok) return whose
  const steps = stepsBeforeArrival(standing, { ...arriving, ...whoseOf(arriving), ...whose.value }, from)
  const before = takeBefore(standing, steps, reviewer)
  if (!before.ok) return before
  const delivered = { file, ...from, ...whose.value, ...reviewer, eventId: crypto.randomUUID() }
  const planned = planArrival(before.value.standing, arriving, delivered)
  return planned.ok ? ok({ planned: planned.value, before: before.value }) : planned
}

/** Plans arrivals one after the other; what is planned is written together. */
export function makeReceivePlan(receiving: Receiving, waitingCases = makeWaitingCases(receiving)) {
  const { ownName, isLowerUnit = () => false } = receiving
  const { waiting, rowOf, standingOf, alikeOf } = waitingCases

  /** What is to be said of the unit somebody works at. The name of one that is in the register is right: nothing is to be unified. */
  function unitNote(employer: string, { unit }: Bringing): ArrivalNote | undefined {
    if (employer === ownName || unit !== undefined) return undefined
    return isLowerUnit(employer) ? 'lowerUnit' : 'foreignUnit'
  }

  /** Plans one submission, whose text lies in the block; it counts for those that follow. */
  async function receive(
    checked: CheckedSubmission,
    block: TextBlock,
    bringing: Bringing,
  ): Promise<Result<ReceivedPerson>> {
    const { arriving, earlier } = checked
    const { digest, name, employer } = arriving
    const caseId = caseIdOf(arriving)
    const found = await standingOf(caseId)
    if (!found.ok) return found
    const row = rowOf(caseId)
    const made = await planOne({ standing: found.value, row, arriving }, bringing, receiving)
    if (!made.ok) return made
    const { planned, before } = made.value
    const doubts = identityDoubts({ ...arriving, caseId }, [...alikeOf(arriving), ...(row ? [row] : [])])
    const notes = notesOf(planned, doubts, {
      ofUnit: unitNote(employer, bringing),
      isFromBelow: bringing.unit !== undefined,
      isBack: isSetAside(found.value) && !isSetAside(before.standing),
    })
    const { kind } = planned.arrival
    const keeping = { block, onto: found.value?.last ?? '', before: before.events }
    const kept = await keep(planned, checked, keeping, { receiving, waitingCases })
    if (!kept.ok) return kept
    const told = { ...(earlier !== undefined && { earlier }), ...(kind === 'newer' && row && { before: row.standing }) }
    return ok({ caseId, name, kind, notes, digest, ...told })
  }

  /** What is to be written; a hundred thousand changes are not copied for it. */
  const changes = (): readonly CaseChange[] => [...waiting.values()]
  return {
    receive,
    withdraw: (withdrawal: Withdrawal) => withdrawPeople(withdrawal, receiving, waitingCases),
    changes,
  }
}
