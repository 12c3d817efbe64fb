import type { CaseChange, CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import type { CheckedSubmission } from '#app/platform/unit/check-message.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { type CaseRow, caseRowOf, rowAfterStep } from '#core/review/case-row.ts'
import type { ArrivalKind } from '#core/review/classify-arrival.ts'
import { type FieldChange, fieldChanges } from '#core/review/field-changes.ts'
import { type IdentityDoubt, identityDoubts, identityOf, type PersonIdentity } from '#core/review/identity.ts'
import { caseIdOfSubmission, planArrival, type PlannedArrival } from '#core/review/plan-arrival.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import type { Submission } from '#core/submission/submission.ts'
import { contentOf } from '#core/submission/content-of.ts'
import { openCase, type Reviewer } from './case-steps.ts'

/** What a clerk should look at beside the kind of an arrival. */
export type ArrivalNote = 'otherDevice' | 'answersReturn' | 'foreignUnit' | 'M03' | 'M04' | 'disputed'

/** What one submission of a file became. */
export interface ReceivedPerson {
  readonly caseId: string
  readonly name: string
  readonly kind: ArrivalKind
  readonly notes: readonly ArrivalNote[]
  /** What a newer revision changed. */
  readonly changes: readonly FieldChange[]
}

/** Where submissions come from, and into what. */
export interface Receiving {
  readonly cases: CaseStorage
  readonly known: ReadonlyMap<string, ListedCase>
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

/** People by name and birth date, for the doubts about identity. */
function makeNamesakes(known: Iterable<CaseRow>) {
  type Namesake = PersonIdentity & { readonly caseId: string }
  const people = new Map<string, readonly Namesake[]>()
  const keyOf = ({ name, birthDate }: PersonIdentity): string => `${name}|${birthDate}`
  const of = (identity: PersonIdentity): readonly Namesake[] => people.get(keyOf(identity)) ?? []

  function remember(row: CaseRow): void {
    people.set(keyOf(row), [...of(row).filter(({ caseId }) => caseId !== row.caseId), row])
  }
  for (const row of known) remember(row)
  return { of, remember }
}

/** The cases while arrivals are planned: as they stand in the store, or as they will after what waits. */
function makeWaitingCases({ cases, known }: Receiving) {
  const waiting = new Map<string, Waiting>()

  function rowOf(caseId: string): CaseRow | undefined {
    const planned = waiting.get(caseId)?.row
    const listed = known.get(caseId)
    if (planned || !listed) return planned
    const { key: _key, ...row } = listed
    return row
  }

  async function standingOf(caseId: string): Promise<Result<ReviewCase | undefined>> {
    const planned = waiting.get(caseId)?.standing
    if (planned || !known.has(caseId)) return ok(planned)
    const opened = await openCase(cases, caseId)
    return opened.ok ? ok(opened.value.standing) : opened
  }

  /** What a newer revision changed against the payload that counted before. */
  async function changesSince(row: CaseRow | undefined, { content }: Submission): Promise<readonly FieldChange[]> {
    if (!row) return []
    const planned = waiting.get(row.caseId)?.texts.find(({ digest }) => digest === row.standing)
    const text = planned ? ok(planned.text) : await cases.text(row.standing)
    return text.ok && text.value !== undefined ? fieldChanges(contentOf(text.value).record, content.record) : []
  }

  function add({ standing, row, events, texts }: Waiting): void {
    const earlier = waiting.get(row.caseId)
    waiting.set(row.caseId, {
      standing,
      row,
      events: [...(earlier?.events ?? []), ...events],
      texts: [...(earlier?.texts ?? []), ...texts],
    })
  }
  return { waiting, rowOf, standingOf, changesSince, add }
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
  const { known, reviewer, ownName } = receiving
  const namesakes = makeNamesakes(known.values())
  const { waiting, rowOf, standingOf, changesSince, add } = makeWaitingCases(receiving)

  function keep({ event, standing }: PlannedArrival, { submission, findings }: CheckedSubmission): void {
    if (!event || !standing) return
    const { content, digest, text } = submission
    const before = rowOf(standing.id)
    const isCounting = standing.standing === digest || !before
    const row = isCounting ? caseRowOf(standing, content, findings) : rowAfterStep(before, standing)
    add({ standing, row, events: [event], texts: [{ digest, text }] })
    namesakes.remember(row)
  }

  /** Plans one submission; it counts for those that follow. */
  async function receive(checked: CheckedSubmission, bringing: Bringing): Promise<Result<ReceivedPerson>> {
    const { submission } = checked
    const { record } = submission.content
    const caseId = caseIdOfSubmission(submission)
    const before = await standingOf(caseId)
    if (!before.ok) return before
    const { fileName: file, unit } = bringing
    const delivered = { file, ...reviewer, eventId: crypto.randomUUID(), ...(unit !== undefined && { unit }) }
    const planned = planArrival(before.value, submission, delivered)
    if (!planned.ok) return planned
    const row = rowOf(caseId)
    const identity = identityOf(record)
    const doubts = identityDoubts(identity, [...namesakes.of(identity), ...(row ? [row] : [])])
    const notes = notesOf(planned.value, doubts, record.basic['employer'] !== ownName, unit !== undefined)
    const { kind } = planned.value.arrival
    const changes = kind === 'newer' ? await changesSince(row, submission) : []
    keep(planned.value, checked)
    return ok({ caseId, name: identity.name, kind, notes, changes })
  }

  /** What is to be written. */
  const changes = (): readonly CaseChange[] =>
    [...waiting.values()].map(({ events, row, texts }) => ({ events, row, texts }))
  return { receive, changes }
}
