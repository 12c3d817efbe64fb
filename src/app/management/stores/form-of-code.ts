import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { ReviewEvent } from '#core/review/review-event.ts'

/** Whose 采集表 a code names: one of what counts now, or of an earlier payload of a revision. */
export type FormOfCode =
  | { readonly kind: 'form'; readonly name: string }
  | { readonly kind: 'formEarlier'; readonly name: string; readonly revision: number }

/** A payload of a case: its revision, and the name in what the person handed in, where the trail says it (M03). */
interface NamedPayload {
  readonly revision: number
  readonly name?: string
}

/** The payload that a code names, among all that came or were corrected in a case. */
function payloadNamed(events: readonly ReviewEvent[], names: (digest: string) => boolean): NamedPayload | undefined {
  const payloads = new Map<string, NamedPayload>()
  for (const { step } of events) {
    if (step.kind === 'received') {
      const { digest, revision, whose } = step
      payloads.set(digest, { revision, ...(whose && { name: whose.name }) })
    } else if (step.kind === 'corrected') {
      const mended = step.changes.find(({ path }) => path === 'basic.name')
      const from = payloads.get(step.from) ?? { revision: 1 }
      payloads.set(step.digest, mended ? { ...from, name: mended.after } : from)
    }
  }
  return [...payloads].find(([digest]) => names(digest))?.[1]
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
    const named = payloadNamed(events, names)
    if (named)
      return ok({ kind: 'formEarlier', name: named.name || (nameOf.get(caseId) ?? ''), revision: named.revision })
  }
  return ok(undefined)
}
