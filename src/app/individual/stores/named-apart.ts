import { joins } from '#app/shared/words/joins.zh-CN.ts'
import { words } from '../words.zh-CN.ts'
import type { ListedDraft } from './useDraftListStore.ts'

/** Whose record it is; where others have that name too, with what the list says of this one: there they change places. */
export function namedApart(draft: ListedDraft, drafts: readonly ListedDraft[]): string {
  const name = draft.name || words.home.unnamed
  if (!drafts.some((other) => other.id !== draft.id && other.name === draft.name)) return name
  const facts = [words.home.sheets(draft.sheetsDone, draft.sheets), words.home.lastEdit(draft.savedAtText)]
  return joins.aside(name, joins.phrases(facts))
}
