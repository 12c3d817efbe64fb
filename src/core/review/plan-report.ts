import type { Reported } from './reported.ts'

/** A person as far as a report is concerned. */
export interface Reportable {
  /** Digest of the payload that counts. */
  readonly standing: string
  /** Passed; or checked again, so that what was reported stays; or set aside. */
  readonly side: 'ready' | 'open' | 'out'
  /** Passed since a pack last said so, perhaps as it stands above already. */
  readonly awaitsReport?: boolean
  readonly reported: Reported | undefined
}

/** What a pack is to hold. */
export interface PlannedReport {
  /** In ascending order. */
  readonly submissions: readonly string[]
  readonly since?: string
  readonly withdrawn?: readonly string[]
}

const readyOf = (people: readonly Reportable[]): readonly string[] =>
  people.flatMap(({ side, standing }) => (side === 'ready' ? [standing] : []))

/** What of those who are not being checked again no longer stands. */
function withdrawnOf(people: readonly Reportable[], toldOf: (reported: Reported) => readonly string[]) {
  const standing = new Set(readyOf(people))
  const told = people.flatMap(({ side, reported }) => (side === 'open' || !reported ? [] : toldOf(reported)))
  return [...new Set(told)].filter((digest) => !standing.has(digest)).sort()
}

/**
 * A full pack, in ascending order of digests. It withdraws everything that ever went up and no longer stands, so that
 * it says the same whatever of the packs before arrived above.
 */
export function planFullReport(people: readonly Reportable[]): PlannedReport {
  const isFirst = people.every(({ reported }) => !reported)
  const withdrawn = withdrawnOf(people, ({ ever }) => ever)
  return { submissions: [...readyOf(people)].sort(), ...(!isFirst && { withdrawn }) }
}

/** The pack that was made last, on whichever device. */
function lastPack(people: readonly Reportable[]): string | undefined {
  let last: Reported | undefined
  for (const { reported } of people) {
    const isLater =
      reported && (!last || reported.at > last.at || (reported.at === last.at && reported.pack > last.pack))
    if (isLater) last = reported
  }
  return last?.pack
}

/** Only what changed since the last pack; a full pack when there was none. */
export function planChangedReport(people: readonly Reportable[]): PlannedReport {
  const since = lastPack(people)
  if (since === undefined) return planFullReport(people)
  // Who passed once more as they were goes up again: it changes nothing above, and they are noted as reported.
  const changed = people.filter(
    ({ standing, reported, awaitsReport }) => reported?.above !== standing || awaitsReport === true,
  )
  return {
    submissions: [...readyOf(changed)].sort(),
    since,
    withdrawn: withdrawnOf(people, ({ above }) => (above === undefined ? [] : [above])),
  }
}

/**
 * When a pack is noted with its people: after every pack before it, also one of a clock that was years ahead. Else what
 * was reported then would count as the last word until that day comes, and a pack of changes go on from it.
 */
export const notedAt = (before: readonly Pick<Reported, 'at'>[], now: number): number =>
  before.reduce((latest, { at }) => Math.max(latest, at + 1), now)
