import * as v from 'valibot'

/**
 * What the level above has of a person. It is told by the trail alone: every pack that reports a person, or withdraws
 * them, leaves a step there, and steps are what all devices of a unit, its server and its backups share.
 */
export interface Reported {
  /** The last pack that spoke of the person, and when it was made. */
  readonly pack: string
  readonly at: number
  /** Digest of what stands above since then; absent when the pack withdrew it. */
  readonly above?: string
  /** Everything of this person that ever went up. */
  readonly ever: readonly string[]
}

/** A step that says what a pack did to the person. */
export interface PackStep {
  readonly kind: 'reported' | 'withdrawn'
  readonly digest: string
  readonly pack: string
}

/** Whether what is known was said by a later pack: of two at one moment the names decide, the same everywhere. */
const isLater = (known: Reported, { pack }: PackStep, at: number): boolean =>
  known.at > at || (known.at === at && known.pack > pack)

/** What stands above after one more pack, the latest. */
function aboveAfter(before: Reported | undefined, { kind, digest }: PackStep): string | undefined {
  if (kind === 'reported') return digest
  return before?.above === digest ? undefined : before?.above
}

/** What stands above when a pack becomes known that is older than the last one. */
function aboveBeside({ above, ever }: Reported, { kind, digest }: PackStep): string | undefined {
  return kind === 'reported' && !ever.includes(digest) ? (above ?? digest) : above
}

/**
 * What stands above after one more pack. Two devices may write packs at the same time: the later one counts. What it
 * withdraws is what it names, and not what the other device reported without its knowing.
 */
export function afterPack(before: Reported | undefined, step: PackStep, at: number): Reported {
  const { digest, pack } = step
  const known = before?.ever ?? []
  const ever = known.includes(digest) ? known : [...known, digest]
  const isOlder = before !== undefined && isLater(before, step, at)
  const above = isOlder ? aboveBeside(before, step) : aboveAfter(before, step)
  const last = isOlder ? { pack: before.pack, at: before.at } : { pack, at }
  return { ...last, ...(above !== undefined && { above }), ever }
}

/** Whether that is what the last pack did. */
export const isNoted = (reported: Reported | undefined, { kind, digest, pack }: PackStep): boolean =>
  reported?.pack === pack && (reported.above === digest) === (kind === 'reported')

/** Shape of the same in the line of a case, without what the line says anyway. */
export const reportSchema = v.nullable(
  v.strictObject({
    pack: v.string(),
    at: v.number(),
    /** Absent when what counts here stands above; null when nothing does. */
    above: v.exactOptional(v.nullable(v.string())),
    /** What else ever went up. */
    earlier: v.exactOptional(v.array(v.string())),
  }),
)

/** What the level above has of a person, as their line tells it; null when nothing ever went up. */
export type ReportOfRow = v.InferOutput<typeof reportSchema>

/** For the line of a case whose payload that counts is `standing`. */
export function toRow(reported: Reported | undefined, standing: string): ReportOfRow {
  if (!reported) return null
  const { pack, at, above, ever } = reported
  const earlier = ever.filter((digest) => digest !== standing || above !== standing)
  return {
    pack,
    at,
    ...(above !== standing && { above: above ?? null }),
    ...(earlier.length > 0 && { earlier }),
  }
}

/** From the line of a case again. */
export function fromRow(report: ReportOfRow, standing: string): Reported | undefined {
  if (!report) return undefined
  const { pack, at, above, earlier = [] } = report
  const stands = above === undefined ? standing : (above ?? undefined)
  return {
    pack,
    at,
    ...(stands !== undefined && { above: stands }),
    ever: above === undefined ? [...earlier, standing] : earlier,
  }
}
