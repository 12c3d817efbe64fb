import canonicalize from 'canonicalize'
import { sha256Hex } from '#core/submission/digest.ts'
import type { BackupDraft, DraftLineage } from './backup.ts'
import type { CarriedRow } from './carried-rows.ts'
import { mergedPlaces, mergeRecords, type Side } from '#core/record/compare-records.ts'
import { relocateConfirmations } from '#core/submission/relocate-confirmations.ts'

/** How a draft of the file stands to the one here; `unreadableHere` is told of, for it is put aside. */
export type DraftRelation = 'new' | 'unreadableHere' | 'same' | 'newerHere' | 'newerInFile' | 'bothChanged'

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
  /** The draft it is a copy of: beside a locked one no copy is laid open. */
  readonly madeOf?: string
}

type DraftState = Pick<BackupDraft, 'record' | 'confirmations' | 'declarations'>

/** What a person can change in a draft, as one text. */
const stateText = ({ record, confirmations, declarations }: DraftState): string =>
  canonicalize({ record, confirmations, declarations }) ?? ''

/** Digest of what a person can change in a draft: equal digests, equal content. */
export const draftDigest = (draft: DraftState): Promise<string> => sha256Hex(new TextEncoder().encode(stateText(draft)))

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

/** The plan of a restore: every draft of the file beside the one here, readable or not; nothing is changed by it. */
export function planRestore(
  file: readonly DraftLineage[],
  here: readonly DraftLineage[],
  unreadable: ReadonlySet<string> = new Set(),
): Promise<readonly PlannedDraft[]> {
  const standing = new Map(here.map((lineage) => [lineage.draft.id, lineage]))
  return Promise.all(
    file.map(async (lineage): Promise<PlannedDraft> => {
      const { id } = lineage.draft
      const mine = standing.get(id)
      if (mine) return { relation: await relationOf(lineage, mine), file: lineage, here: mine }
      return { relation: unreadable.has(id) ? 'unreadableHere' : 'new', file: lineage, here: undefined }
    }),
  )
}

/** How many locked drafts are here as in the file, but sealed anew on either side: closed, nobody can compare them. */
export function countLockedApart(file: readonly CarriedRow[], here: readonly CarriedRow[]): number {
  const standing = new Map(here.map((row) => [row['id'], canonicalize(row)]))
  return file.filter((row) => standing.has(row['id']) && standing.get(row['id']) !== canonicalize(row)).length
}

/** What is done when the person does not say otherwise; undefined where only the person can say. */
export function defaultDecision({ relation }: PlannedDraft): DraftDecision | undefined {
  if (relation === 'bothChanged') return undefined
  return { kind: relation === 'same' || relation === 'newerHere' ? 'keep' : 'take' }
}

/** The side that knows of the later submission. */
const lastToHandIn = (a: BackupDraft, b: BackupDraft): BackupDraft =>
  (a.handedIn?.revision ?? 0) >= (b.handedIn?.revision ?? 0) ? a : b

/** The later submission; of the draft exactly as it is to stand, it is of its new revision. */
function handedInAt(revision: number, next: BackupDraft, from: BackupDraft): BackupDraft['handedIn'] {
  const { handedIn } = from
  if (!handedIn) return null
  const isOfNext = handedIn.draftRevision === from.revision && stateText(from) === stateText(next)
  return isOfNext ? { ...handedIn, draftRevision: revision } : handedIn
}

function mergedDraft(mine: BackupDraft, theirs: BackupDraft, choices: ReadonlyMap<string, Side>): BackupDraft {
  const keyOf = ({ rule, path, message }: BackupDraft['confirmations'][number]): string =>
    JSON.stringify([rule, path, message])
  // What a reason is for stands where its row went, or a warning of another row would be answered by it.
  const places = mergedPlaces(mine.record, theirs.record, choices)
  const own = relocateConfirmations(mine.confirmations, places.mine)
  const others = relocateConfirmations(theirs.confirmations, places.theirs)
  const known = new Set(own.map(keyOf))
  return {
    ...mine,
    deletedAt: theirs.deletedAt,
    record: mergeRecords(mine.record, theirs.record, choices),
    confirmations: [...own, ...others.filter((one) => !known.has(keyOf(one)))],
    declarations: { ...theirs.declarations, ...mine.declarations },
  }
}

function overwritten(mine: BackupDraft, next: BackupDraft, theirs: BackupDraft): DraftWrite {
  // One revision above both: a tab that holds either state is refused and looks again.
  const revision = Math.max(mine.revision, theirs.revision) + 1
  const handedIn = handedInAt(revision, next, lastToHandIn(mine, theirs))
  return { draft: { ...next, revision, handedIn }, expectedRevision: mine.revision }
}

/** The state of the file; a task that it does not know of yet is followed on: only the person leaves one. */
function followingOn(mine: BackupDraft, theirs: BackupDraft): BackupDraft {
  const { task } = mine.declarations
  return task === undefined ? theirs : { ...theirs, declarations: { task, ...theirs.declarations } }
}

/** Whether what the file brings would come in among the removed ones: never where the draft stands here. */
export const comesInRemoved = ({ file, here }: PlannedDraft): boolean =>
  file.draft.deletedAt !== null && here?.draft.deletedAt !== null

/** What comes in among the removed ones is removed as of now: one that was removed long ago would be erased at once. */
const takenIn = (planned: PlannedDraft, now: number): BackupDraft => ({
  ...planned.file.draft,
  deletedAt: comesInRemoved(planned) ? now : null,
})

/** What was handed in elsewhere is known here too, or the next revision would bear its number again. */
function keptWith(mine: BackupDraft, theirs: BackupDraft): DraftWrite | undefined {
  return lastToHandIn(mine, theirs) === mine ? undefined : overwritten(mine, mine, theirs)
}

const present = (write: DraftWrite | undefined): readonly DraftWrite[] => (write ? [write] : [])

/** The drafts to be written for a decision taken now; none when nothing changes here. */
export function writesOf(planned: PlannedDraft, decision: DraftDecision, now: number): readonly DraftWrite[] {
  const mine = planned.here?.draft
  const theirs = takenIn(planned, now)
  switch (decision.kind) {
    case 'keep':
      return present(mine && keptWith(mine, theirs))
    case 'take':
      return [
        mine ? overwritten(mine, followingOn(mine, theirs), theirs) : { draft: theirs, expectedRevision: undefined },
      ]
    case 'both': {
      const record = { ...theirs.record, id: decision.newId }
      const copy = { ...theirs, id: decision.newId, record, handedIn: null }
      return [
        { draft: copy, expectedRevision: undefined, madeOf: theirs.id },
        ...present(mine && keptWith(mine, theirs)),
      ]
    }
    case 'merge':
      return present(mine && overwritten(mine, mergedDraft(mine, theirs, decision.choices), theirs))
  }
}
