import type { BackupStorage, RestoreChange } from '#app/platform/storage/backup-storage.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import type { BackupContent } from '#core/backup/backup.ts'
import {
  countLockedApart,
  defaultDecision,
  type DraftDecision,
  draftDigest,
  type PlannedDraft,
  planRestore,
  writesOf,
} from '#core/backup/plan-restore.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { isTooLong, mostRows } from '#core/record/record.ts'

/** What a backup would do here. */
interface RestorePlan {
  readonly plan: readonly PlannedDraft[]
  readonly decisions: Map<string, DraftDecision>
  readonly leftOut: number
  readonly lockedApart: number
  readonly hasOtherKey: boolean
  readonly takesKey: boolean
}

/** Holds a backup against what lies here; nothing is changed by it. */
export async function planAgainst(
  opened: BackupContent,
  storage: Pick<BackupStorage, 'collect' | 'privateKey'>,
  drafts: Pick<DraftStorage, 'list'>,
): Promise<Result<RestorePlan>> {
  const [here, listed] = await Promise.all([storage.collect(), drafts.list()])
  if (!here.ok) return here
  if (!listed.ok) return listed
  const key = await storage.privateKey()
  const lockedHere = new Set(here.value.locks.map(({ id }) => id))
  const openHere = new Set<unknown>(here.value.drafts.map(({ draft }) => draft.id))
  const comparable = opened.drafts.filter(({ draft }) => !lockedHere.has(draft.id))
  const unreadable = new Set(listed.value.flatMap((entry) => (entry.kind === 'unreadable' ? [entry.id] : [])))
  const plan = await planRestore(comparable, here.value.drafts, unreadable)
  const decisions = new Map(
    plan.flatMap((planned) => {
      const decision = defaultDecision(planned)
      return decision ? [[planned.file.draft.id, decision]] : []
    }),
  )
  // Behind a lock lies what was signed of that record, and the outbox knows what was erased since.
  const { submissions, outbox, locks } = here.value
  const hasSigned = submissions.length + outbox.length + locks.length > 0
  const isOther = opened.key !== null && key?.x !== opened.key.x
  return ok({
    plan,
    decisions,
    leftOut: opened.drafts.length - comparable.length + opened.locks.filter(({ id }) => openHere.has(id)).length,
    lockedApart: countLockedApart(opened.locks, here.value.locks),
    hasOtherKey: isOther && (key !== null || hasSigned),
    // A device that has signed nothing yet loses nothing by taking the key along.
    takesKey: isOther && !hasSigned,
  })
}

/** What is written for the decisions taken, each draft with the states it grew from; nothing where two make too long a one. */
export async function writesOfPlan(
  plan: readonly PlannedDraft[],
  decisions: ReadonlyMap<string, DraftDecision>,
  now: number,
): Promise<Result<RestoreChange['writes']>> {
  const writes = await Promise.all(
    plan.map(async (planned) => {
      const decision = decisions.get(planned.file.draft.id)
      const ancestors = [...planned.file.ancestors, await draftDigest(planned.file.draft)]
      return (decision ? writesOf(planned, decision, now) : []).map((write) => Object.assign({ ancestors }, write))
    }),
  )
  const tooLong = writes.flat().find(({ draft }) => isTooLong(draft.record))
  if (!tooLong) return ok(writes.flat())
  return fail('MERGED_TOO_LONG', { name: tooLong.draft.record.basic['name'] ?? '', most: mostRows })
}
