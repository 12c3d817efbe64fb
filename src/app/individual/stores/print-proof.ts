import type { Draft, DraftStorage } from '#app/platform/storage/draft-storage.ts'
import type { SchemeIdentity } from '#core/scheme/bundle.ts'
import { readSubmission } from '#core/submission/read-submission.ts'

/**
 * Whether the paper says what a submission says: then it bears its digest. Else the draft was changed since or never
 * handed in, another scheme is in use than the one the submission was signed under, or the submission cannot be read.
 */
export type PrintProof =
  | { readonly kind: 'same'; readonly digest: string }
  | { readonly kind: 'changed' | 'otherScheme' | 'unread' }

/** Looks at the submission that a draft was handed in as. */
export async function proofOfPrint(
  { handedIn, revision }: Pick<Draft, 'handedIn' | 'revision'>,
  storage: Pick<DraftStorage, 'getSubmission'>,
  { digest: inUse }: Pick<SchemeIdentity, 'digest'>,
): Promise<PrintProof> {
  if (handedIn?.draftRevision !== revision) return { kind: 'changed' }
  const stored = await storage.getSubmission(handedIn.digest)
  const read = stored.ok && stored.value ? await readSubmission(stored.value.text) : undefined
  if (!read?.ok) return { kind: 'unread' }
  // What has no field any more, or another name, would be missing or read otherwise on the paper.
  if (read.value.content.scheme.digest !== inUse) return { kind: 'otherScheme' }
  return { kind: 'same', digest: handedIn.digest }
}
