import * as v from 'valibot'
import type { StoredRow } from '#app/platform/storage/caibao-database.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { SyncRow } from '#app/platform/storage/unit-sync-storage.ts'
import { storedErrorSchema } from '#app/platform/storage/stored-error.ts'
import { type CheckedText, checkTexts } from './checked-texts.ts'
import type { SortedPage } from './sort-page.ts'
import type { SyncDesk } from './sync-desk.ts'

const looseSchema = v.object({ digest: v.string(), file: v.string() })
/** Shape of a file from the server that could not be taken. */
export const refusedFileSchema = v.object({
  at: v.number(),
  file: v.string(),
  error: storedErrorSchema,
  /** Whether somebody handed it in; absent in rows written before it was kept. */
  isArrival: v.exactOptional(v.boolean()),
})

/** Begins the names of rows with a payload no step speaks of yet, and of files that could not be taken. */
export const prefixes = { loose: 'loose:', refused: 'refused:' } as const

/** Whether a refused file is what somebody handed in: named by its place in the log, as a colleague's by its digest. */
export const isArrivalRow = ({ id, value }: SyncRow<v.InferOutput<typeof refusedFileSchema>>): boolean =>
  value.isArrival ?? !/^[0-9a-f]{64}$/.test(id.slice(prefixes.refused.length))

/** The payloads of a page, checked, and what of them cannot be used yet. */
export interface PageTexts {
  readonly arrived: readonly CheckedText[]
  readonly byDigest: ReadonlyMap<string, CheckedText>
  /** Rows to write beside the cases, and to remove. */
  readonly rows: readonly StoredRow[]
  readonly settled: readonly string[]
  readonly refused: readonly AppError[]
}

const spokenIn = ({ steps }: SortedPage): ReadonlySet<string> =>
  new Set([...steps.values()].flat().flatMap(({ step }) => ('digest' in step ? [step.digest] : [])))

interface Incoming {
  readonly name: string
  readonly file: string
  readonly isArrival: boolean
  readonly row: string | undefined
}

/** Payloads that came for others' steps, on this page or before it. */
async function payloadsFor({ rows }: SyncDesk, page: SortedPage): Promise<Result<readonly Incoming[]>> {
  const loose = await rows.list(prefixes.loose, looseSchema)
  if (!loose.ok) return loose
  const spoken = spokenIn(page)
  const before = loose.value.filter(({ value }) => spoken.has(value.digest))
  return ok([
    ...before.map(({ id, value }) => ({ name: value.digest, file: value.file, isArrival: false, row: id })),
    ...page.corrections.flatMap(({ digest, file }) =>
      file !== undefined && spoken.has(digest) ? [{ name: digest, file, isArrival: false, row: undefined }] : [],
    ),
  ])
}

/** Corrected payloads whose step is still to come are kept until then. */
async function looseRows({ rows }: SyncDesk, page: SortedPage): Promise<readonly StoredRow[]> {
  const spoken = spokenIn(page)
  const waiting = page.corrections.filter(({ digest }) => !spoken.has(digest))
  return Promise.all(
    waiting.flatMap(({ digest, file }) =>
      file === undefined ? [] : [rows.row(`${prefixes.loose}${digest}`, { digest, file })],
    ),
  )
}

/** The page without payloads that are here already: one's own come back, too. */
async function withoutHeld({ cases }: SyncDesk, page: SortedPage): Promise<Result<SortedPage>> {
  const held = await cases.held(page.corrections.map(({ digest }) => digest))
  if (!held.ok) return held
  return ok({ ...page, corrections: page.corrections.filter(({ digest }) => !held.value.has(digest)) })
}

/** Opens and verifies every payload of a page; what is refused stays here with the reason, byte for byte. */
export async function checkPageTexts(desk: SyncDesk, whole: SortedPage): Promise<Result<PageTexts>> {
  const needed = await withoutHeld(desk, whole)
  if (!needed.ok) return needed
  const page = needed.value
  const payloads = await payloadsFor(desk, page)
  if (!payloads.ok) return payloads
  const arrivals = page.arrivals.flatMap(({ position, file }): Incoming[] =>
    file === undefined ? [] : [{ name: String(position), file, isArrival: true, row: undefined }],
  )
  const incoming = [...arrivals, ...payloads.value]
  const verdicts = await checkTexts(
    desk,
    incoming.map(({ file }) => file),
  )
  if (!verdicts.ok) return verdicts
  const byDigest = new Map<string, CheckedText>()
  const arrived: CheckedText[] = []
  const refused: AppError[] = []
  const rows = [...(await looseRows(desk, page))]
  for (const [at, verdict] of verdicts.value.entries()) {
    const source = incoming[at]
    if (verdict.ok) {
      byDigest.set(verdict.value.arriving.digest, verdict.value)
      if (source?.isArrival === true) arrived.push(verdict.value)
    } else if (source) {
      refused.push(verdict.error)
      const { name, file, isArrival } = source
      const row = { at: desk.now(), file, error: verdict.error, isArrival }
      rows.push(await desk.rows.row(`${prefixes.refused}${name}`, row))
    }
  }
  return ok({ arrived, byDigest, rows, settled: payloads.value.flatMap(({ row }) => row ?? []), refused })
}
