import type { CaseStorage, ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import { manifestDigest } from '#core/pack/manifest-digest.ts'
import type { ManifestContent } from '#core/pack/pack.ts'
import { readManifest } from '#core/pack/read-pack.ts'
import { writePack } from '#core/pack/write-pack.ts'
import { type EarlierPack, planChangedReport, planFullReport, type PlannedReport } from '#core/review/plan-report.ts'
import { openCase } from './case-steps.ts'

/** Texts of these submissions, one after the other. */
async function* textsOf(cases: CaseStorage, digests: readonly string[]): AsyncGenerator<string, void> {
  for (const digest of digests) {
    const text = await cases.text(digest)
    if (!text.ok || text.value === undefined) throw new Error(`submission ${digest} cannot be read`)
    yield text.value
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
  for (const { caseId } of rows) {
    const opened = await openCase(cases, caseId)
    if (!opened.ok) continue
    const { revisions, corrections } = opened.value.standing
    for (const { digest } of [...revisions, ...corrections]) digests.add(digest)
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
}

/** The pack on its way, and the name it goes by. */
export async function makePack(cases: CaseStorage, { unit, plan, about, onProgress }: PackParts) {
  const { submissions, since, withdrawn } = plan
  const pack = await writePack({
    manifest: {
      unit: unit.unit,
      ...about,
      submissions: [...submissions],
      ...(since !== undefined && { since }),
      ...(withdrawn && { withdrawn: [...withdrawn] }),
    },
    submissions: textsOf(cases, submissions),
    key: unit.keys.signing,
    onProgress,
  })
  return { pack, digest: await manifestDigest(pack.manifest) }
}
