import type { BackupDraft } from '#core/backup/backup.ts'
import type { CaibaoDatabase, StoredDraft } from './caibao-database.ts'

const countOf = (value: unknown): number => (Number.isSafeInteger(value) ? Number(value) : 0)

/**
 * A draft that cannot be read makes way for the one of a backup: it stays as it is, listed under an id of its own. Called
 * within the transaction that writes the other; returns that one, at a revision above whatever was known of this id, so
 * that no earlier state is written over nor passes for a copy of it.
 */
export async function putAside(
  { drafts, revisions }: Pick<CaibaoDatabase, 'drafts' | 'revisions'>,
  unreadable: StoredDraft,
  { next, at }: { readonly next: BackupDraft; readonly at: number },
): Promise<BackupDraft> {
  const { id } = unreadable
  // Within another, so that no version ever takes it for a draft of this id.
  await drafts.add({ id: `${id}-${at}`, unreadable })
  const known = await revisions.where('draftId').equals(id).toArray()
  const highest = Math.max(...[unreadable, ...known].map((row) => countOf(row['revision'])))
  const revision = Math.max(next.revision, highest + 1)
  const { handedIn } = next
  const isAsHandedIn = handedIn?.draftRevision === next.revision
  return { ...next, revision, handedIn: handedIn && isAsHandedIn ? { ...handedIn, draftRevision: revision } : handedIn }
}
