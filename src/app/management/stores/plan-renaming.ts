import { makePace } from '#app/platform/clock/breathe.ts'
import type { CaseChange, CaseStorage, CaseTrail, ListedCase } from '#app/platform/storage/case-storage.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { caseRowOf, type Findings } from '#core/review/case-row.ts'
import { type Corrector, correctSubmission } from '#core/review/correct-submission.ts'
import { caseOf } from '#core/review/review-case.ts'
import { contentOf } from '#core/submission/content-of.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { type Reviewer, takeSteps } from './case-steps.ts'

/** The field that is corrected. */
export const employerPath = 'basic.employer'

/** Who gives which names, why, and by what they are signed and checked. */
interface Renaming extends Pick<Corrector, 'key' | 'named'> {
  readonly nameOf: (row: ListedCase) => string
  readonly reason: string
  readonly reviewer: Reviewer
  readonly findingsIn: (content: SubmissionContent) => Findings | undefined
}

async function planOne(
  cases: CaseStorage,
  row: ListedCase,
  events: CaseTrail['events'],
  { nameOf, reason, reviewer, key, named, findingsIn }: Renaming,
): Promise<Result<CaseChange>> {
  const before = caseOf(events)
  if (!before.ok) return before
  const text = await cases.text(row.standing)
  if (!text.ok) return text
  if (text.value === undefined) return fail('SYNC_PAYLOAD_MISSING', {})
  const by = { by: reviewer.by, at: new Date(reviewer.at).toISOString(), key, named }
  const wanted = [{ path: employerPath, after: nameOf(row), reason }]
  const made = await correctSubmission({ content: contentOf(text.value), digest: row.standing }, wanted, by)
  if (!made.ok) return made
  const { digest, content, changes } = made.value
  const listed = changes.map(({ path, before: was, after }) => ({ path, before: was, after, reason }))
  const step = { kind: 'corrected', digest, from: row.standing, changes: listed } as const
  const taken = takeSteps(before.value, [step], reviewer)
  if (!taken.ok) return taken
  return ok({
    events: taken.value.events,
    row: caseRowOf(taken.value.standing, content, findingsIn(content)),
    texts: [{ digest, text: made.value.text }],
    onto: before.value.last,
  })
}

/**
 * What is to be written of all of these, but for those whose text is not here; the first other refusal is told. They are
 * gone through as they lie in the store, and the page draws and hears its person meanwhile.
 */
export async function planRenaming(
  cases: CaseStorage,
  rows: readonly ListedCase[],
  renaming: Renaming,
  onProgress: (done: number) => void,
): Promise<Result<{ readonly changes: readonly CaseChange[]; readonly left: readonly ListedCase[] }>> {
  const waiting = new Map(rows.map((row) => [row.caseId, row]))
  const changes: CaseChange[] = []
  const left: ListedCase[] = []
  const pace = makePace()
  let done = 0
  for await (const trail of cases.trails(waiting.keys())) {
    if (!trail.ok) return trail
    const row = waiting.get(trail.value.caseId)
    if (!row) continue
    const planned = await planOne(cases, row, trail.value.events, renaming)
    if (planned.ok) changes.push(planned.value)
    else if (planned.error.code === 'SYNC_PAYLOAD_MISSING') left.push(row)
    // Spellings that differ only by what a correction cleans: the name stands already.
    else if (planned.error.code !== 'CORRECTION_EMPTY') return planned
    done += 1
    const rest = pace()
    if (!rest) continue
    onProgress(done)
    await rest
  }
  return ok({ changes, left })
}
