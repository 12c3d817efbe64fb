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

/** The submissions the level above has from us: the last full pack and what changed since. */
export function reportedSoFar(earlier: readonly EarlierPack[]): ReadonlySet<string> {
  let held = new Set<string>()
  for (const { content } of [...earlier].sort((a, b) => a.at - b.at)) {
    if (content.since === undefined) held = new Set()
    for (const digest of content.withdrawn ?? []) held.delete(digest)
    for (const digest of content.submissions) held.add(digest)
  }
  return held
}

/** What goes up when only what changed since the last pack is wanted. */
export interface ChangedReport {
  /** Digests that stand and are passed. */
  readonly ready: readonly string[]
  /** Digests of people who are being checked again: what was reported of them stays. */
  readonly open: ReadonlySet<string>
  readonly earlier: readonly EarlierPack[]
}

/** A full pack, in ascending order of digests. */
export function planFullReport(ready: readonly string[]): PlannedReport {
  return { submissions: [...ready].sort() }
}

/** Only what changed since the last pack; a full pack when there was none. */
export function planChangedReport({ ready, open, earlier }: ChangedReport): PlannedReport {
  const last = [...earlier].sort((a, b) => a.at - b.at).at(-1)
  if (!last) return planFullReport(ready)
  const held = reportedSoFar(earlier)
  const standing = new Set(ready)
  return {
    submissions: ready.filter((digest) => !held.has(digest)).sort(),
    since: last.digest,
    withdrawn: [...held].filter((digest) => !standing.has(digest) && !open.has(digest)).sort(),
  }
}
