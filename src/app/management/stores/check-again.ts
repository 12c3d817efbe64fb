import { makePace } from '#app/platform/clock/breathe.ts'
import type { CaseChange, CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { type Findings, rowAfterStep } from '#core/review/case-row.ts'
import { openCase } from './case-steps.ts'

/** People that are written in one transaction; each worker gets its part of them. */
const inBlock = 500
const inJob = 100

interface KeptCase {
  readonly row: ListedCase
  readonly text: string
}

/** What becomes of some people: what the rules find is to be written, or why nothing could be found. */
export interface CheckedBlock {
  readonly changes: readonly CaseChange[]
  readonly left: readonly ListedCase[]
}

/** People in the order their submissions lie, so that each block of the store is opened once for them. */
async function inOrder(cases: CaseStorage, rows: readonly ListedCase[]): Promise<Result<readonly ListedCase[]>> {
  const pace = makePace()
  const byDigest = new Map<string, ListedCase>()
  for (const row of rows) {
    byDigest.set(row.standing, row)
    await pace()
  }
  const placed = await cases.places(byDigest.keys())
  if (!placed.ok) return placed
  const ordered: ListedCase[] = []
  for (const { digest } of placed.value) {
    const row = byDigest.get(digest)
    if (row) ordered.push(row)
    byDigest.delete(digest)
    await pace()
  }
  // Of whom nothing is kept is told, too.
  return ok([...ordered, ...byDigest.values()])
}

/**
 * What else is written of a line: it is folded anew where its trail may tell more by now than when it was written. While
 * it holds one arrival alone, there is nothing to decide; what counts otherwise by now has other findings.
 */
async function foldedAnew(
  cases: CaseStorage,
  { key: _key, ...line }: ListedCase,
): Promise<Pick<CaseChange, 'row' | 'onto'>> {
  const opened = line.revisions > 1 ? await openCase(cases, line.caseId) : undefined
  const standing = opened?.ok === true ? opened.value.standing : undefined
  if (standing?.standing !== line.standing) return { row: line }
  return { row: rowAfterStep(line, standing), onto: standing.last }
}

/** Checks some people; a submission that cannot be read takes no other with it. */
async function checkBlock(
  cases: CaseStorage,
  checker: Pick<FileChecker, 'checkKept'>,
  rows: readonly ListedCase[],
): Promise<Result<CheckedBlock>> {
  const pace = makePace()
  const kept: KeptCase[] = []
  const left: ListedCase[] = []
  for (const row of rows) {
    const text = await cases.text(row.standing)
    if (text.ok && text.value !== undefined) kept.push({ row, text: text.value })
    else left.push(row)
    await pace()
  }
  const jobs = Array.from({ length: Math.ceil(kept.length / inJob) }, (_, at) =>
    kept.slice(at * inJob, (at + 1) * inJob),
  )
  const found = await Promise.all(jobs.map((job) => checker.checkKept(job.map(({ text }) => text))))
  const findingsOfAll: Result<Findings>[] = []
  for (const ofJob of found) {
    if (!ofJob.ok) return ofJob
    findingsOfAll.push(...ofJob.value)
  }
  const changes: CaseChange[] = []
  for (const [at, findings] of findingsOfAll.entries()) {
    const row = kept[at]?.row
    if (!row) continue
    if (findings.ok) {
      changes.push({ events: [], ...(await foldedAnew(cases, row)), texts: [], findings: findings.value })
    } else left.push(row)
    await pace()
  }
  return ok({ changes, left })
}

/** Holds people against the rules once more, so many at a time: what was written stands whenever it ends. */
export async function* checkAgain(
  cases: CaseStorage,
  checker: Pick<FileChecker, 'checkKept'>,
  rows: readonly ListedCase[],
): AsyncGenerator<Result<CheckedBlock>, void> {
  const ordered = await inOrder(cases, rows)
  if (!ordered.ok) return yield ordered
  for (let at = 0; at < ordered.value.length; at += inBlock) {
    const block = await checkBlock(cases, checker, ordered.value.slice(at, at + inBlock))
    yield block
    if (!block.ok) return
  }
}
