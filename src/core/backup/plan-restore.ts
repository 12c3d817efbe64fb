import canonicalize from 'canonicalize'
import { sha256Hex } from '#core/submission/digest.ts'
import type { BackupDraft, DraftLineage } from './backup.ts'
import { mergeRecords, type Side } from '#core/record/compare-records.ts'

/** How a draft of the file stands to the one here. */
export type DraftRelation = 'new' | 'same' | 'newerHere' | 'newerInFile' | 'bothChanged'

/** One draft of the file beside the one here. */
export interface PlannedDraft {
  readonly relation: DraftRelation
  readonly file: DraftLineage
  readonly here: DraftLineage | undefined
}

/** What a person decided for one draft. */
export type DraftDecision =
  | { readonly kind: 'keep' }
  | { readonly kind: 'take' }
  | { readonly kind: 'both'; readonly newId: string }
  | { readonly kind: 'merge'; readonly choices: ReadonlyMap<string, Side> }

/** A draft as it is to be written; `expectedRevision` is what must still stand here, undefined when nothing may. */
export interface DraftWrite {
  readonly draft: BackupDraft
  readonly expectedRevision: number | undefined
}

/** Digest of what a person can change in a draft: equal digests, equal content. */
export function draftDigest({
  record,
  confirmations,
  declarations,
}: Pick<BackupDraft, 'record' | 'confirmations' | 'declarations'>): Promise<string> {
  return sha256Hex(new TextEncoder().encode(canonicalize({ record, confirmations, declarations }) ?? ''))
}

/**
 * Compares by lineage, not by clock or count: a side is newer only when the other is known to be a state
 * it grew from; everything else is for the person to decide.
 */
async function relationOf(file: DraftLineage, here: DraftLineage): Promise<DraftRelation> {
  const [fileDigest, hereDigest] = await Promise.all([draftDigest(file.draft), draftDigest(here.draft)])
  if (fileDigest === hereDigest) return 'same'
  const isFileNewer = file.ancestors.includes(hereDigest)
  const isHereNewer = here.ancestors.includes(fileDigest)
  if (isFileNewer === isHereNewer) return 'bothChanged'
  return isFileNewer ? 'newerInFile' : 'newerHere'
}

/** The plan of a restore: every draft of the file beside the one here; nothing is changed by it. */
export function planRestore(
  file: readonly DraftLineage[],
  here: readonly DraftLineage[],
): Promise<readonly PlannedDraft[]> {
  const standing = new Map(here.map((lineage) => [lineage.draft.id, lineage]))
  return Promise.all(
    file.map(async (lineage) => {
      const mine = standing.get(lineage.draft.id)
      return { relation: mine ? await relationOf(lineage, mine) : 'new', file: lineage, here: mine } as const
    }),
  )
}

/** What is done when the person does not say otherwise; undefined where only the person can say. */
export function defaultDecision({ relation }: PlannedDraft): DraftDecision | undefined {
  if (relation === 'bothChanged') return undefined
  return { kind: relation === 'new' || relation === 'newerInFile' ? 'take' : 'keep' }
}

function latestHandedIn(a: BackupDraft, b: BackupDraft): BackupDraft['handedIn'] {
  return (a.handedIn?.revision ?? 0) >= (b.handedIn?.revision ?? 0) ? a.handedIn : b.handedIn
}

function mergedDraft(mine: BackupDraft, theirs: BackupDraft, choices: ReadonlyMap<string, Side>): BackupDraft {
  const keyOf = ({ rule, path, message }: BackupDraft['confirmations'][number]): string =>
    JSON.stringify([rule, path, message])
  const known = new Set(mine.confirmations.map(keyOf))
  return {
    ...mine,
    record: mergeRecords(mine.record, theirs.record, choices),
    confirmations: [...mine.confirmations, ...theirs.confirmations.filter((one) => !known.has(keyOf(one)))],
    declarations: { ...theirs.declarations, ...mine.declarations },
  }
}

function overwritten(mine: BackupDraft, next: BackupDraft, theirs: BackupDraft): DraftWrite {
  // One revision above both: a tab that holds either state is refused and looks again.
  const revision = Math.max(mine.revision, theirs.revision) + 1
  return { draft: { ...next, revision, handedIn: latestHandedIn(mine, theirs) }, expectedRevision: mine.revision }
}

/** What was handed in elsewhere is known here too, or the next revision would bear its number again. */
function keptWith(mine: BackupDraft, theirs: BackupDraft): DraftWrite | undefined {
  return latestHandedIn(mine, theirs) === mine.handedIn ? undefined : overwritten(mine, mine, theirs)
}

const present = (write: DraftWrite | undefined): readonly DraftWrite[] => (write ? [write] : [])

/** The drafts to be written for a decision; none when nothing changes here. */
export function writesOf({ file, here }: PlannedDraft, decision: DraftDecision): readonly DraftWrite[] {
  const theirs = file.draft
  const mine = here?.draft
  switch (decision.kind) {
    case 'keep':
      return present(mine && keptWith(mine, theirs))
    case 'take':
      return [mine ? overwritten(mine, theirs, theirs) : { draft: theirs, expectedRevision: undefined }]
    case 'both': {
      const record = { ...theirs.record, id: decision.newId }
      const copy = { ...theirs, id: decision.newId, record, handedIn: null }
      return [{ draft: copy, expectedRevision: undefined }, ...present(mine && keptWith(mine, theirs))]
    }
    case 'merge':
      return present(mine && overwritten(mine, mergedDraft(mine, theirs, decision.choices), theirs))
  }
}
