import type { ListedDraft } from './useDraftListStore.ts'

/** Whose record was begun and never handed in; the example is nobody's. */
export const unfinishedName = (drafts: readonly ListedDraft[]): string | undefined =>
  drafts.find(({ name, handedInRevision, isDemo }) => name !== '' && handedInRevision === undefined && !isDemo)?.name
