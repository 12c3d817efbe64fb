import type { CaseChange, CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import type { CheckedSubmission } from '#app/platform/unit/check-message.ts'
import type { TextBlock } from '#app/platform/unit/text-block.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { type CaseRow, lineOf, rowAfterStep } from '#core/review/case-row.ts'
import type { ArrivalKind } from '#core/review/classify-arrival.ts'
import { caseIdOf, type IdentityDoubt, identityDoubts, type PersonIdentity } from '#core/review/identity.ts'
import type { PeopleIndex } from '#core/review/people-index.ts'
import { planArrival, type PlannedArrival } from '#core/review/plan-arrival.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import { openCase, type Reviewer } from './case-steps.ts'

/** What a clerk should look at beside the kind of an arrival. */
export type ArrivalNote = 'otherDevice' | 'answersReturn' | 'foreignUnit' | 'M03' | 'M04' | 'disputed'

/** What one submission of a file became. */
export interface ReceivedPerson {
  readonly caseId: string
  readonly name: string
  readonly kind: ArrivalKind
  readonly notes: readonly ArrivalNote[]
  readonly digest: string
  /** The payload that counted before, if this one took its place. */
  readonly before?: string
}

/** Where submissions come from, and into what. */
export interface Receiving {
  readonly cases: CaseStorage
  readonly people: PeopleIndex<ListedCase>
  readonly reviewer: Reviewer
  readonly ownName: string
}

interface Waiting extends CaseChange {
  readonly standing: ReviewCase
}

/** How a submission was brought. */
export interface Bringing {
  readonly fileName: string
  /** Unit below that reported it. */
  readonly unit?: string
}

/** The cases while arrivals are planned: as they stand in the store, or as they will after what waits. */
function makeWaitingCases({ cases, people }: Receiving) {
  const waiting = new Map<string, Waiting>()
  const namesakes = new Map<string, CaseRow[]>()
  const keyOf = ({ name, birthDate }: PersonIdentity): string => `${name}|${birthDate}`

  function rowOf(caseId: string): CaseRow | undefined {
    const planned = waiting.get(caseId)?.row
    const listed = people.byCaseId(caseId)
    if (planned || !listed) return planned
    const { key: _key, ...row } = listed
    return row
  }

  async function standingOf(caseId: string): Promise<Result<ReviewCase | undefined>> {
    const planned = waiting.get(caseId)?.standing
    if (planned || !people.byCaseId(caseId)) return ok(planned)
    const opened = await openCase(cases, caseId)
    return opened.ok ? ok(opened.value.standing) : opened
  }

  /** People of the same name and birth date, those that wait included. */
  const namesakesOf = (identity: PersonIdentity): readonly CaseRow[] => [
    ...people.namesakesOf(identity).filter(({ caseId }) => !waiting.has(caseId)),
    ...(namesakes.get(keyOf(identity)) ?? []),
  ]

  function add({ standing, row, events, texts }: Waiting): void {
    const earlier = waiting.get(row.caseId)
    waiting.set(row.caseId, {
      standing,
      row,
      events: [...(earlier?.events ?? []), ...events],
      texts: [...(earlier?.texts ?? []), ...texts],
    })
    const same = namesakes.get(keyOf(row))?.filter(({ caseId }) => caseId !== row.caseId) ?? []
    namesakes.set(keyOf(row), [...same, row])
  }
  return { waiting, rowOf, standingOf, namesakesOf, add }
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
  ]
  return [...new Set(doubts.map(({ rule }) => rule)), ...notes.flatMap(([isTrue, note]) => (isTrue ? [note] : []))]
}

/** Plans arrivals one after the other; what is planned is written together. */
export function makeReceivePlan(receiving: Receiving) {
  const { reviewer, ownName } = receiving
  const { waiting, rowOf, standingOf, namesakesOf, add } = makeWaitingCases(receiving)

  function keep(
    { event, standing }: PlannedArrival,
    { arriving, findings }: CheckedSubmission,
    block: TextBlock,
  ): void {
    if (!event || !standing) return
    const { digest } = arriving
    const before = rowOf(standing.id)
    const isCounting = standing.standing === digest || !before
    const row = isCounting ? lineOf(standing, arriving, findings) : rowAfterStep(before, standing)
    const place = { block: block.id, position: block.digests.indexOf(digest) }
    add({ standing, row, events: [event], texts: [{ digest, place }] })
  }

  /** Plans one submission, whose text lies in the block; it counts for those that follow. */
  async function receive(
    checked: CheckedSubmission,
    block: TextBlock,
    { fileName: file, unit }: Bringing,
  ): Promise<Result<ReceivedPerson>> {
    const { arriving } = checked
    const { digest, name, employer } = arriving
    const caseId = caseIdOf(arriving)
    const before = await standingOf(caseId)
    if (!before.ok) return before
    const delivered = { file, ...reviewer, eventId: crypto.randomUUID(), ...(unit !== undefined && { unit }) }
    const planned = planArrival(before.value, arriving, delivered)
    if (!planned.ok) return planned
    const row = rowOf(caseId)
    const doubts = identityDoubts(arriving, [...namesakesOf(arriving), ...(row ? [row] : [])])
    const notes = notesOf(planned.value, doubts, employer !== ownName, unit !== undefined)
    const { kind } = planned.value.arrival
    keep(planned.value, checked, block)
    return ok({ caseId, name, kind, notes, digest, ...(kind === 'newer' && row && { before: row.standing }) })
  }

  /** What is to be written. */
  const changes = (): readonly CaseChange[] =>
    [...waiting.values()].map(({ events, row, texts }) => ({ events, row, texts }))
  return { receive, changes }
}
