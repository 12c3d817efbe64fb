import { parsePath } from '#core/record/field-path.ts'
import { type PersonRecord, rowsOf } from '#core/record/record.ts'
import type { ReturnComment } from './return-slip.ts'

function valueAt(record: PersonRecord, path: string): string {
  const at = parsePath(path)
  if (!at) return ''
  const rows = rowsOf(record, at.sheet)
  if (at.row === undefined && at.sheet !== 'basic') return JSON.stringify(rows)
  const row = rows[at.row ?? 0]
  return at.field === undefined ? JSON.stringify(row ?? null) : (row?.[at.field] ?? '')
}

/** The comments nobody has answered: not by a word (their positions are in `answered`), nor by another value since. */
export function openComments(
  comments: readonly ReturnComment[],
  answered: readonly number[],
  submitted: PersonRecord,
  now: PersonRecord,
): readonly (ReturnComment & { readonly position: number })[] {
  return comments
    .map((comment, position) => ({ ...comment, position }))
    .filter(({ path, position }) => !answered.includes(position) && valueAt(submitted, path) === valueAt(now, path))
}
