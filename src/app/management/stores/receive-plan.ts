import type { CaseChange } from '#app/platform/storage/case-storage.ts'
import type { CheckedSubmission } from '#app/platform/unit/check-message.ts'
import type { TextBlock } from '#app/platform/unit/text-block.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { lineOf } from '#core/review/case-row.ts'
import { caseIdOf, type IdentityDoubt, identityDoubts } from '#core/review/identity.ts'
import { planArrival, type PlannedArrival, stepsBeforeArrival } from '#core/review/plan-arrival.ts'
import type { Withdrawal } from '#core/review/plan-withdrawal.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'
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
    isForeign,
    isFromBelow,
    isBack,
  }: { readonly isForeign: boolean; readonly isFromBelow: boolean; readonly isBack: boolean },
): readonly ArrivalNote[] {
  const notes: readonly (readonly [boolean, ArrivalNote])[] = [
    [isForeign && !isFromBelow, 'foreignUnit'],
    [arrival.isOtherDevice && !isFromBelow, 'otherDevice'],
    [arrival.hasRival, 'rival'],
    [arrival.answersReturn, 'answersReturn'],
    [(standing?.disputed.length ?? 0) > 0, 'disputed'],
    [isBack, 'takenBack'],
    // The person hands in, and it counts nowhere until somebody takes the case back.
    [isSetAside(standing), 'setAside'],
  ]
  return [...new Set(doubts.map(({ rule }) => rule)), ...notes.flatMap(([isTrue, note]) => (isTrue ? [note] : []))]
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

/** Plans arrivals one after the other; what is planned is written together. */
export function makeReceivePlan(receiving: Receiving, waitingCases = makeWaitingCases(receiving)) {
  const { reviewer, ownName } = receiving
  const { waiting, rowOf, standingOf, alikeOf } = waitingCases

  /** Plans one submission, whose text lies in the block; it counts for those that follow. */
  async function receive(
    checked: CheckedSubmission,
    block: TextBlock,
    { fileName: file, ...from }: Bringing,
  ): Promise<Result<ReceivedPerson>> {
    const { arriving, earlier } = checked
    const { unit } = from
    const { digest, name, employer } = arriving
    const caseId = caseIdOf(arriving)
    const found = await standingOf(caseId)
    if (!found.ok) return found
    const before = takeBefore(found.value, stepsBeforeArrival(found.value, arriving, from), reviewer)
    if (!before.ok) return before
    const delivered = { file, ...from, ...reviewer, eventId: crypto.randomUUID() }
    const planned = planArrival(before.value.standing, arriving, delivered)
    if (!planned.ok) return planned
    const row = rowOf(caseId)
    const doubts = identityDoubts({ ...arriving, caseId }, [...alikeOf(arriving), ...(row ? [row] : [])])
    const notes = notesOf(planned.value, doubts, {
      isForeign: employer !== ownName,
      isFromBelow: unit !== undefined,
      isBack: isSetAside(found.value) && !isSetAside(before.value.standing),
    })
    const { kind } = planned.value.arrival
    const keeping = { block, onto: found.value?.last ?? '', before: before.value.events }
    const kept = await keep(planned.value, checked, keeping, { receiving, waitingCases })
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
