import { makePace } from '#app/platform/clock/breathe.ts'
import type { CaseStorage, ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import { manifestDigest } from '#core/pack/manifest-digest.ts'
import type { ManifestContent } from '#core/pack/pack.ts'
import { readManifest } from '#core/pack/read-pack.ts'
import { writePack } from '#core/pack/write-pack.ts'
import { caseOf } from '#core/review/review-case.ts'
import { type EarlierPack, planChangedReport, planFullReport, type PlannedReport } from '#core/review/plan-report.ts'

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
      if (text === undefined) throw new Error(`submission ${digest} cannot be read`)
      if (!isWanted()) throw new DOMException('the rest of the pack is not wanted', 'AbortError')
      yield text
      await pace()
    }
  }
}

/** The packs that went up, as far as their manifests are kept. */
async function earlierPacks(packs: readonly StoredPack[]): Promise<readonly EarlierPack[]> {
  const read = await Promise.all(
    packs.map(async ({ kind, digest, at, manifest }) => {
      const known = kind === 'reported' && manifest !== undefined ? await readManifest(manifest) : undefined
      return known?.ok ? [{ digest, at, content: known.value.content }] : []
    }),
  )
  return read.flat()
}

/** Digests of people who are being checked again: what was reported of them stays as it is. */
async function digestsOf(cases: CaseStorage, rows: readonly ListedCase[]): Promise<ReadonlySet<string>> {
  const digests = new Set<string>()
  const pace = makePace()
  for await (const trail of cases.trails(rows.map(({ caseId }) => caseId))) {
    const standing = trail.ok ? caseOf(trail.value.events) : trail
    if (!standing.ok) continue
    const { revisions, corrections } = standing.value
    for (const { digest } of [...revisions, ...corrections]) digests.add(digest)
    await pace()
  }
  return digests
}

/** Who passed, and who is still open. */
export interface Reportable {
  readonly ready: readonly ListedCase[]
  readonly open: readonly ListedCase[]
}

/** What a pack of everybody and one of the changes would hold. */
export async function planReports(
  cases: CaseStorage,
  { ready, open }: Reportable,
  packs: readonly StoredPack[],
): Promise<{ readonly full: PlannedReport; readonly changes: PlannedReport }> {
  const standing = ready.map((row) => row.standing)
  const earlier = await earlierPacks(packs)
  const kept = earlier.length > 0 ? await digestsOf(cases, open) : new Set<string>()
  return {
    full: planFullReport({ ready: standing, open: kept, earlier }),
    changes: planChangedReport({ ready: standing, open: kept, earlier }),
  }
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
}

/** The pack on its way, and the name it goes by. */
export async function makePack(cases: CaseStorage, { unit, plan, about, onProgress, isWanted }: PackParts) {
  const { submissions, since, withdrawn } = plan
  const pack = await writePack({
    manifest: {
      unit: unit.unit,
      ...about,
      submissions: [...submissions],
      ...(since !== undefined && { since }),
      ...(withdrawn && { withdrawn: [...withdrawn] }),
    },
    submissions: textsOf(cases, submissions, isWanted),
    key: unit.keys.signing,
    onProgress,
  })
  return { pack, digest: await manifestDigest(pack.manifest) }
}

/** A pack whose people are not all marked as reported: the marking was cut off after the pack was written. */
export async function unmarkedPack(packs: readonly StoredPack[], rows: readonly ListedCase[]) {
  const cut = packs.find(({ isMarking }) => isMarking)
  const manifest = cut?.manifest === undefined ? undefined : await readManifest(cut.manifest)
  if (!cut || !manifest?.ok) return undefined
  const { isMarking: _isMarking, ...pack } = cut
  return { pack, rows: peopleToMark(rows, manifest.value.content.submissions) }
}

/** Of these people those who passed with what stands in the pack. */
export function peopleToMark(rows: readonly ListedCase[], submissions: readonly string[]): readonly ListedCase[] {
  const inPack = new Set(submissions)
  return rows.filter(({ state, standing }) => ['passed', 'reported'].includes(state) && inPack.has(standing))
}
