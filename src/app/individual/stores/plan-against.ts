import type { BackupStorage } from '#app/platform/storage/backup-storage.ts'
import type { BackupContent } from '#core/backup/backup.ts'
import {
  countLockedApart,
  defaultDecision,
  type DraftDecision,
  type PlannedDraft,
  planRestore,
} from '#core/backup/plan-restore.ts'
import { ok, type Result } from '#core/errors/result.ts'

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
): Promise<Result<RestorePlan>> {
  const here = await storage.collect()
  if (!here.ok) return here
  const key = await storage.privateKey()
  const lockedHere = new Set(here.value.locks.map(({ id }) => id))
  const openHere = new Set<unknown>(here.value.drafts.map(({ draft }) => draft.id))
  const comparable = opened.drafts.filter(({ draft }) => !lockedHere.has(draft.id))
  const plan = await planRestore(comparable, here.value.drafts)
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
