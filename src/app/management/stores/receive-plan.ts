import type { CaseChange } from '#app/platform/storage/case-storage.ts'
import type { CheckedSubmission } from '#app/platform/unit/check-message.ts'
import type { TextBlock } from '#app/platform/unit/text-block.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { lineOf, rowAfterStep } from '#core/review/case-row.ts'
import { caseIdOf, type IdentityDoubt, identityDoubts } from '#core/review/identity.ts'
import { planArrival, type PlannedArrival } from '#core/review/plan-arrival.ts'
import type { ArrivalNote, ReceivedPerson } from './received-person.ts'
import { makeWaitingCases, type Receiving } from './waiting-cases.ts'
import { type Withdrawal, withdrawPeople } from './withdraw-people.ts'

/** How a submission was brought. */
export interface Bringing {
  readonly fileName: string
  /** Unit below that reported it. */
  readonly unit?: string
}

/** What a clerk should look at in an arrival that was planned. */
function notesOf(
  { arrival, standing }: PlannedArrival,
  doubts: readonly IdentityDoubt[],
  isForeign: boolean,
  isFromBelow: boolean,
): readonly ArrivalNote[] {
  const notes: readonly (readonly [boolean, ArrivalNote])[] = [
    [isForeign && !isFromBelow, 'foreignUnit'],
    [arrival.isOtherDevice && !isFromBelow, 'otherDevice'],
    [arrival.answersReturn, 'answersReturn'],
    [(standing?.disputed.length ?? 0) > 0, 'disputed'],
    // The person hands in, and it counts nowhere until somebody takes the case back.
    [standing?.state === 'setAside', 'setAside'],
  ]
  return [...new Set(doubts.map(({ rule }) => rule)), ...notes.flatMap(([isTrue, note]) => (isTrue ? [note] : []))]
}

/** Plans arrivals one after the other; what is planned is written together. */
export function makeReceivePlan(receiving: Receiving, standingCases = makeWaitingCases(receiving)) {
  const { reviewer, ownName } = receiving
  const { waiting, rowOf, standingOf, alikeOf, add } = standingCases

  function keep(
    { event, standing }: PlannedArrival,
    { arriving, findings }: CheckedSubmission,
    { block, onto }: { readonly block: TextBlock; readonly onto: string },
  ): void {
    if (!event || !standing) return
    const { digest } = arriving
    const before = rowOf(standing.id)
    const isCounting = standing.standing === digest || !before
    const row = isCounting ? lineOf(standing, arriving, findings) : rowAfterStep(before, standing)
    const place = { block: block.id, position: block.digests.indexOf(digest) }
    add({ standing, row, events: [event], texts: [{ digest, place }], onto })
  }

  /** Plans one submission, whose text lies in the block; it counts for those that follow. */
  async function receive(
    checked: CheckedSubmission,
    block: TextBlock,
    { fileName: file, unit }: Bringing,
  ): Promise<Result<ReceivedPerson>> {
    const { arriving, earlier } = checked
    const { digest, name, employer } = arriving
    const caseId = caseIdOf(arriving)
    const before = await standingOf(caseId)
    if (!before.ok) return before
    const delivered = { file, ...reviewer, eventId: crypto.randomUUID(), ...(unit !== undefined && { unit }) }
    const planned = planArrival(before.value, arriving, delivered)
    if (!planned.ok) return planned
    const row = rowOf(caseId)
    const doubts = identityDoubts({ ...arriving, caseId }, [...alikeOf(arriving), ...(row ? [row] : [])])
    const notes = notesOf(planned.value, doubts, employer !== ownName, unit !== undefined)
    const { kind } = planned.value.arrival
    keep(planned.value, checked, { block, onto: before.value?.last ?? '' })
    const told = { ...(earlier !== undefined && { earlier }), ...(kind === 'newer' && row && { before: row.standing }) }
    return ok({ caseId, name, kind, notes, digest, ...told })
  }

  /** What is to be written; a hundred thousand changes are not copied for it. */
  const changes = (): readonly CaseChange[] => [...waiting.values()]
  return {
    receive,
    withdraw: (withdrawal: Withdrawal) => withdrawPeople(withdrawal, receiving, standingCases),
    changes,
  }
}
