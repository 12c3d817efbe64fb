import type { LostRecord } from '#app/platform/storage/lost-records.ts'
import { parseDraft } from '#app/platform/storage/parse-draft.ts'
import { formatInstant } from '#app/shared/format-instant.ts'
import { joins } from '#app/shared/words/joins.zh-CN.ts'
import { noDraftsWords } from '../words/no-drafts.zh-CN.ts'
import { words as common } from '../words.zh-CN.ts'

const { secondCopies: words } = noDraftsWords

function nameOf({ kind, row }: LostRecord): string {
  if (kind === 'locks') return words.locked
  const draft = parseDraft(row)
  return (draft.ok && draft.value.record.basic['name']) || common.home.unnamed
}

/** When it was saved; nothing where that cannot be read, as in a row that was put aside. */
function savedAtOf({ row }: LostRecord): readonly string[] {
  const savedAt = Number(row['savedAt'] ?? Number.NaN)
  return Number.isNaN(new Date(savedAt).getTime()) ? [] : [words.savedAt(formatInstant(savedAt))]
}

/** What of a record that the database has lost can be told. */
export function nameLost(lost: LostRecord): string {
  const facts = [...savedAtOf(lost), ...(lost.isBeside ? [words.beside] : [])]
  return facts.length > 0 ? joins.aside(nameOf(lost), joins.phrases(facts)) : nameOf(lost)
}
