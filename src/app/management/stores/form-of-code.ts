import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { ReviewEvent } from '#core/review/review-event.ts'

/** Whose 采集表 a code names: one of what counts now, or of an earlier payload of a revision. */
export type FormOfCode =
  | { readonly kind: 'form'; readonly name: string }
  | { readonly kind: 'formEarlier'; readonly name: string; readonly revision: number }

/** The revision of the payload that a code names, among all that came or were corrected in a case. */
function revisionNamed(events: readonly ReviewEvent[], names: (digest: string) => boolean): number | undefined {
  const revisions = new Map<string, number>()
  for (const { step } of events) {
    if (step.kind === 'received') revisions.set(step.digest, step.revision)
    else if (step.kind === 'corrected') revisions.set(step.digest, revisions.get(step.from) ?? 1)
  }
  return [...revisions].find(([digest]) => names(digest))?.[1]
}

/** The form with this code, of anybody on the list; nothing when it is nobody's. */
export async function formOfCode(
  cases: Pick<CaseStorage, 'trails'>,
  rows: readonly ListedCase[],
  names: (digest: string) => boolean,
): Promise<Result<FormOfCode | undefined>> {
  const standing = rows.find((row) => names(row.standing))
  if (standing) return ok({ kind: 'form', name: standing.name })
  const nameOf = new Map(rows.map(({ caseId, name }) => [caseId, name]))
  for await (const trail of cases.trails(nameOf.keys())) {
    if (!trail.ok) return trail
    const { caseId, events } = trail.value
    const revision = revisionNamed(events, names)
    if (revision !== undefined) return ok({ kind: 'formEarlier', name: nameOf.get(caseId) ?? '', revision })
  }
  return ok(undefined)
}
