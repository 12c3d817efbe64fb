import { makePace } from '#app/platform/clock/breathe.ts'
import { keptErrorOf, RecordMissing } from '#app/platform/storage/attempt-kept.ts'
import type { CaseStorage, ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import { manifestDigest } from '#core/pack/manifest-digest.ts'
import type { ManifestContent } from '#core/pack/pack.ts'
import { readManifest } from '#core/pack/read-pack.ts'
import { writePack } from '#core/pack/write-pack.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { caseOf, type ReviewCase } from '#core/review/review-case.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { planChangedReport, planFullReport, type PlannedReport, type Reportable } from '#core/review/plan-report.ts'
import { fromRow, type Reported } from '#core/review/reported.ts'
import { everSaid, makeHeldUnsaid, type TellingPacks } from './held-unsaid.ts'
import { pacedFileCrypto, pacedWriting } from './paced-digest.ts'

/** Texts that are held at a time: the order of a pack has nothing to do with the order in which they lie. */
const heldAtOnce = 10_000

/**
 * Texts of these submissions in this order. So many are gathered as they lie and then handed on, so that each block of
 * the store is opened once for them and not once for each.
 */
async function* textsOf(
  cases: CaseStorage,
  digests: readonly string[],
  isWanted: () => boolean,
): AsyncGenerator<string, void> {
  const pace = makePace()
  for (let at = 0; at < digests.length; at += heldAtOnce) {
    const some = digests.slice(at, at + heldAtOnce)
    const held = new Map<string, string>()
    for await (const { digest, text } of cases.texts(some)) {
      held.set(digest, text)
      await pace()
    }
    for (const digest of some) {
      const text = held.get(digest)
      if (text === undefined) throw new RecordMissing()
      if (!isWanted()) throw new DOMException('the rest of the pack is not wanted', 'AbortError')
      yield text
      await pace()
    }
  }
}

/** The same, telling why it broke off: not every engine hands on what a stream threw. */
async function* tellingWhy(
  texts: AsyncIterable<string>,
  { onStopped, isWanted }: Pick<PackParts, 'onStopped' | 'isWanted'>,
): AsyncGenerator<string, void> {
  try {
    yield* texts
  } catch (thrown) {
    if (isWanted()) onStopped(keptErrorOf(thrown, 'read'))
    throw thrown
  }
}

const hasPassed = (state: ListedCase['state']): boolean => state === 'passed' || state === 'reported'

function sideOf({ state }: ListedCase): Reportable['side'] {
  if (hasPassed(state)) return 'ready'
  return state === 'setAside' ? 'out' : 'open'
}

/** What the level above has of people whose lines do not tell it yet: their trails do. */
async function fromTrails(cases: Pick<CaseStorage, 'trails'>, rows: readonly ListedCase[]) {
  const reported = new Map<string, Reported | undefined>()
  const pace = makePace()
  for await (const trail of cases.trails(rows.map(({ caseId }) => caseId))) {
    if (!trail.ok) return trail
    const standing = caseOf(trail.value.events)
    if (standing.ok) reported.set(trail.value.caseId, standing.value.reported)
    await pace()
  }
  return ok(reported)
}

/** Everybody with what the level above has of them, whichever device of the unit reported it. */
async function reportables(
  cases: Pick<CaseStorage, 'trails'>,
  rows: readonly ListedCase[],
  packs: TellingPacks = [],
): Promise<Result<readonly (Reportable & { readonly row: ListedCase })[]>> {
  const untold = await fromTrails(
    cases,
    rows.filter(({ report }) => report === undefined),
  )
  if (!untold.ok) return untold
  const withUnsaid = makeHeldUnsaid(packs)
  return ok(
    rows.map((row) => {
      const { caseId, report, standing } = row
      const side = sideOf(row)
      const said = report === undefined ? untold.value.get(caseId) : fromRow(report, standing)
      const reported = side === 'out' ? withUnsaid(caseId, said) : said
      return { row, standing, side, awaitsReport: row.state === 'passed', reported }
    }),
  )
}

/** Packs that people were last reported or withdrawn in. */
export async function lastPacksOf(
  cases: Pick<CaseStorage, 'trails'>,
  rows: readonly ListedCase[],
): Promise<Result<ReadonlySet<string>>> {
  const people = await reportables(cases, rows)
  return people.ok ? ok(new Set(people.value.flatMap(({ reported }) => reported?.pack ?? []))) : people
}

/** What may go up, and what went. */
export interface PlannedReports {
  readonly full: PlannedReport
  readonly changes: PlannedReport
  /** Packs that people were last reported in, from whichever device of the unit. */
  readonly before: readonly { readonly digest: string; readonly at: number }[]
  /** Who would go up, though what they handed in was erased at the server as they asked; in neither pack. */
  readonly erased: readonly ListedCase[]
  /** Who is set aside here and stands above: somebody may have set them aside while the pack was written. */
  readonly leaving: readonly ListedCase[]
}

/** What a pack of everybody and one of the changes would hold. */
export async function planReports(
  cases: Pick<CaseStorage, 'trails' | 'synced'>,
  rows: readonly ListedCase[],
  packs: TellingPacks = [],
): Promise<Result<PlannedReports>> {
  const people = await reportables(cases, rows, packs)
  if (!people.ok) return people
  const synced = await cases.synced()
  if (!synced.ok) return synced
  const gone = new Set(synced.value.flatMap(({ row, sync }) => (sync.stopped === 'erased' ? [row.caseId] : [])))
  const isErased = ({ row, side }: (typeof people.value)[number]): boolean => side === 'ready' && gone.has(row.caseId)
  // What went up of them is neither said again nor taken back before the unit has decided.
  const planned = people.value.map((each) => (isErased(each) ? { ...each, side: 'open' as const } : each))
  const before = new Map(people.value.flatMap(({ reported }) => (reported ? [[reported.pack, reported.at]] : [])))
  return ok({
    full: planFullReport(planned),
    changes: planChangedReport(planned),
    before: Array.from(before, ([digest, at]) => ({ digest, at })),
    erased: people.value.filter(isErased).map(({ row }) => row),
    leaving: people.value.flatMap(({ row, side, reported }) => (side === 'out' && reported?.above ? [row] : [])),
  })
}

/** The bytes of a stream, kept while they pass. */
export function keeping(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const parts: Uint8Array<ArrayBuffer>[] = []
  const passing = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, controller) {
      parts.push(part)
      controller.enqueue(part)
    },
  })
  return { stream: stream.pipeThrough(passing), kept: () => new Blob(parts) }
}

/** What a pack is written from. */
export interface PackParts {
  readonly unit: StoredUnit
  readonly plan: PlannedReport
  readonly about: Pick<ManifestContent, 'scheme' | 'createdAt' | 'merged' | 'rosterDigest'>
  readonly onProgress: (written: number) => void
  /** Whether the rest is still wanted. */
  readonly isWanted: () => boolean
  /** Hears why the pack cannot be written to its end. */
  readonly onStopped: (error: AppError) => void
}

/** The pack on its way, and the name it goes by. */
export async function makePack(cases: CaseStorage, { unit, plan, about, onProgress, ...talk }: PackParts) {
  const { submissions, since, withdrawn } = plan
  const pack = await writePack({
    manifest: {
      unit: unit.unit,
      ...about,
      submissions: [...submissions],
      ...(since !== undefined && { since }),
      ...(withdrawn && { withdrawn: [...withdrawn] }),
    },
    submissions: tellingWhy(textsOf(cases, submissions, talk.isWanted), talk),
    key: unit.keys.signing,
    by: pacedWriting(),
    onProgress,
  })
  return { pack, digest: await manifestDigest(pack.manifest) }
}

/** People of a pack, and those it withdraws, with the step that says so. */
export interface PackMarks {
  readonly rows: readonly ListedCase[]
  readonly stepsOf: (
    row: ListedCase,
    standing: Pick<ReviewCase, 'reported' | 'state' | 'standing' | 'revisions' | 'corrections'>,
  ) => readonly ReviewStep[]
  /** What of those looked at by now cannot be said: they have passed with something newer. */
  readonly unsaid: NonNullable<StoredPack['unsaid']>
}

/**
 * Whom a pack speaks of: whose payload it holds, and of whom it takes something back. While it was written something newer
 * may have come for somebody: what went up of them is noted all the same, or it could never be taken back.
 */
export async function marksOf(
  cases: Pick<CaseStorage, 'trails'>,
  rows: readonly ListedCase[],
  { digest: pack, submissions, withdrawn = [] }: Pick<PlannedReport, 'submissions' | 'withdrawn'> & { digest: string },
  packs: TellingPacks = [],
): Promise<Result<PackMarks>> {
  const people = await reportables(cases, rows, packs)
  if (!people.ok) return people
  const [inPack, goes] = [new Set(submissions), new Set(withdrawn)]
  // Also whom somebody opened again since: that the pack holds them stays true.
  const isIn = ({ standing }: ListedCase): boolean => inPack.has(standing)
  const isAllStanding = people.value.filter(({ row }) => isIn(row)).length === inPack.size
  const mayBeIn = (row: ListedCase): boolean =>
    isIn(row) || (!isAllStanding && (row.revisions > 1 || row.corrections > 0))
  const withUnsaid = makeHeldUnsaid(packs)
  const unsaid: { caseId: string; digest: string; ever: number }[] = []
  return ok({
    unsaid,
    rows: people.value.flatMap(({ row, reported }) => (mayBeIn(row) || goes.has(reported?.above ?? '') ? [row] : [])),
    stepsOf({ caseId }, { reported, state, standing, revisions, corrections }) {
      if (reported?.pack === pack) return []
      const payloads = [{ digest: standing }, ...revisions, ...corrections]
      const held = payloads.find(({ digest }) => inPack.has(digest))?.digest
      if (held !== undefined && held !== standing && hasPassed(state)) {
        // They go up again with that, which replaces what this pack holds.
        unsaid.push({ caseId, digest: held, ever: everSaid(reported) })
        return []
      }
      if (held !== undefined) return [{ kind: 'reported', digest: held, pack }]
      const above = (state === 'setAside' ? withUnsaid(caseId, reported) : reported)?.above ?? ''
      return goes.has(above) ? [{ kind: 'withdrawn', digest: above, pack }] : []
    },
  })
}

/** A pack whose people are not all marked: the marking was cut off after the pack was written. */
export async function unmarkedPack(packs: readonly StoredPack[]) {
  const cut = packs.find(({ isMarking }) => isMarking)
  const manifest = cut?.manifest === undefined ? undefined : await readManifest(cut.manifest, pacedFileCrypto())
  if (!cut || !manifest?.ok) return undefined
  const { isMarking: _isMarking, unsaid: _toBeFoundAnew, ...pack } = cut
  return { pack, content: manifest.value.content }
}
