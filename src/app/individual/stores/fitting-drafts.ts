import { type Draft, isDemo } from '#app/platform/storage/draft-storage.ts'
import { isSameSigner } from '#core/certificate/same-signer.ts'
import { signedTask } from '#core/task/read-task.ts'
import type { Task } from '#core/task/task.ts'

/** A draft that an offered task can be used for. */
export interface FittingDraft {
  readonly draft: Draft
  /** The other task of the same unit that it follows until then. */
  readonly follows?: Task
  /** That one was signed with a key of which nobody says that it is the same unit's. */
  readonly isOtherSigner: boolean
}

/**
 * Drafts that follow no task yet, this one, or another of the same unit: who was issued a new one takes along what is
 * filled in. A draft of another unit's task is no choice here; who changed units first leaves that task in the draft.
 * Nor is the example: nobody can hand it in.
 */
export async function fittingDrafts(
  offered: Task,
  drafts: readonly Draft[],
  accepted: readonly Task[],
): Promise<readonly FittingDraft[]> {
  const found: FittingDraft[] = []
  for (const draft of drafts) {
    const followedId = draft.declarations['task'] ?? ''
    const follows = accepted.find(({ content }) => content.id === followedId)
    if (draft.deletedAt !== null || isDemo(draft)) continue
    if (followedId === '' || followedId === offered.content.id) found.push({ draft, isOtherSigner: false })
    else if (follows?.content.unit.orgCode === offered.content.unit.orgCode) {
      const isOtherSigner = !(await isSameSigner(signedTask(follows), signedTask(offered)))
      found.push({ draft, follows, isOtherSigner })
    }
  }
  return found
}
