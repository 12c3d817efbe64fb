import type { useDraftListStore } from './useDraftListStore.ts'

/** The person's only record, a new one where there is none, or that they choose among several themselves. */
export type RecordToFill = { readonly kind: 'draft'; readonly id: string } | { readonly kind: 'choice' }

/**
 * The record that an advice is followed in; undefined when the list could not be read or nothing be made, and the list
 * tells why. On a shared computer nobody's is guessed: what is locked, or cannot be read, may be the person's, too.
 */
export async function recordToFill(list: ReturnType<typeof useDraftListStore>): Promise<RecordToFill | undefined> {
  await list.refresh()
  if (list.isUnread) return undefined
  const own = list.drafts.filter(({ isDemo }) => !isDemo)
  if (own.length > 1 || list.locked.length + list.unreadable.length > 0) return { kind: 'choice' }
  const id = own[0]?.id ?? (await list.create())
  return id === undefined ? undefined : { kind: 'draft', id }
}
