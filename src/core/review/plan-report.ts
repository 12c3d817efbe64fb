import type { ManifestContent } from '#core/pack/pack.ts'

/** A pack that went up before. */
export interface EarlierPack {
  readonly digest: string
  readonly at: number
  readonly content: Pick<ManifestContent, 'submissions' | 'since' | 'withdrawn'>
}

/** What a pack is to hold. */
export interface PlannedReport {
  /** In ascending order. */
  readonly submissions: readonly string[]
  readonly since?: string
  readonly withdrawn?: readonly string[]
}

/** The submissions the level above has from us: what went up and was not withdrawn. */
export function reportedSoFar(earlier: readonly EarlierPack[]): ReadonlySet<string> {
  let held = new Set<string>()
  for (const { content } of [...earlier].sort((a, b) => a.at - b.at)) {
    // A full pack that withdraws nobody stands alone.
    if (content.since === undefined && content.withdrawn === undefined) held = new Set()
    for (const digest of content.withdrawn ?? []) held.delete(digest)
    for (const digest of content.submissions) held.add(digest)
  }
  return held
}

/** Who is ready, who is not, and what went up before. */
export interface Reportable {
  /** Digests that stand and are passed. */
  readonly ready: readonly string[]
  /** Digests of people who are being checked again: what was reported of them stays. */
  readonly open: ReadonlySet<string>
  readonly earlier: readonly EarlierPack[]
}

/**
 * A full pack, in ascending order of digests. It withdraws everything that ever went up and no longer stands, so that
 * it says the same whatever of the packs before arrived above.
 */
export function planFullReport({ ready, open, earlier }: Reportable): PlannedReport {
  const standing = new Set(ready)
  const ever = new Set(earlier.flatMap(({ content }) => content.submissions))
  const withdrawn = [...ever].filter((digest) => !standing.has(digest) && !open.has(digest)).sort()
  return { submissions: [...ready].sort(), ...(earlier.length > 0 && { withdrawn }) }
}

/** Only what changed since the last pack; a full pack when there was none. */
export function planChangedReport({ ready, open, earlier }: Reportable): PlannedReport {
  const last = [...earlier].sort((a, b) => a.at - b.at).at(-1)
  if (!last) return planFullReport({ ready, open, earlier })
  const held = reportedSoFar(earlier)
  const standing = new Set(ready)
  return {
    submissions: ready.filter((digest) => !held.has(digest)).sort(),
    since: last.digest,
    withdrawn: [...held].filter((digest) => !standing.has(digest) && !open.has(digest)).sort(),
  }
}
