import type { CaseChange, CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import type { CheckedSubmission } from '#app/platform/unit/check-message.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { type CaseRow, caseRowOf, rowAfterStep } from '#core/review/case-row.ts'
import type { ArrivalKind } from '#core/review/classify-arrival.ts'
import { type FieldChange, fieldChanges } from '#core/review/field-changes.ts'
import { identityDoubts, identityOf, type PersonIdentity } from '#core/review/identity.ts'
import { caseIdOfSubmission, planArrival } from '#core/review/plan-arrival.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
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

/** Plans arrivals one after the other; what is planned is written together. */
export function makeReceivePlan({ cases, known, reviewer, ownName }: Receiving) {
  const waiting = new Map<string, Waiting>()
  const namesakes = new Map<string, (PersonIdentity & { readonly caseId: string })[]>()
  const namesakeKey = ({ name, birthDate }: PersonIdentity): string => `${name}|${birthDate}`

  function remember(row: CaseRow): void {
    const key = namesakeKey(row)
    namesakes.set(key, [...(namesakes.get(key) ?? []).filter(({ caseId }) => caseId !== row.caseId), row])
  }
  for (const row of known.values()) remember(row)

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

  async function changesSince(row: CaseRow | undefined, { submission }: CheckedSubmission) {
    if (!row) return []
    const planned = waiting.get(row.caseId)?.texts.find(({ digest }) => digest === row.standing)
    const text = planned ? ok(planned.text) : await cases.text(row.standing)
    if (!text.ok || text.value === undefined) return []
    return fieldChanges(contentOf(text.value).record, submission.content.record)
  }

  function notesOf(
    row: CaseRow | undefined,
    { submission }: CheckedSubmission,
    { unit }: Bringing,
  ): readonly ArrivalNote[] {
    const identity = identityOf(submission.content.record)
    const others = [...(namesakes.get(namesakeKey(identity)) ?? []), ...(row ? [row] : [])]
    const doubts = new Set(identityDoubts(identity, others).map(({ rule }) => rule))
    const isForeign = unit === undefined && submission.content.record.basic['employer'] !== ownName
    return [...doubts, ...(isForeign ? (['foreignUnit'] as const) : [])]
  }

  /** Plans one submission; it counts for those that follow. */
  async function receive(checked: CheckedSubmission, bringing: Bringing): Promise<Result<ReceivedPerson>> {
    const { submission, findings } = checked
    const caseId = caseIdOfSubmission(submission)
    const before = await standingOf(caseId)
    if (!before.ok) return before
    const delivered = { file: bringing.fileName, ...reviewer, eventId: crypto.randomUUID() }
    const planned = planArrival(before.value, submission, {
      ...delivered,
      ...(bringing.unit !== undefined && { unit: bringing.unit }),
    })
    if (!planned.ok) return planned
    const { arrival, event, standing } = planned.value
    const row = rowOf(caseId)
    const changes = arrival.kind === 'newer' ? await changesSince(row, checked) : []
    const notes = [
      ...notesOf(row, checked, bringing),
      ...(arrival.isOtherDevice && bringing.unit === undefined ? (['otherDevice'] as const) : []),
      ...(arrival.answersReturn ? (['answersReturn'] as const) : []),
      ...(standing && standing.disputed.length > 0 ? (['disputed'] as const) : []),
    ]
    if (event && standing) {
      const isCounting = standing.standing === submission.digest || !row
      const line = isCounting ? caseRowOf(standing, submission.content, findings) : rowAfterStep(row, standing)
      const earlier = waiting.get(caseId)
      waiting.set(caseId, {
        standing,
        row: line,
        events: [...(earlier?.events ?? []), event],
        texts: [...(earlier?.texts ?? []), { digest: submission.digest, text: submission.text }],
      })
      remember(line)
    }
    const { name } = identityOf(submission.content.record)
    return ok({ caseId, name, kind: arrival.kind, notes, changes })
  }

  return {
    receive,
    /** What is to be written. */
    changes: (): readonly CaseChange[] =>
      [...waiting.values()].map(({ events, row, texts }) => ({ events, row, texts })),
  }
}
