import { formatPath } from '#core/record/field-path.ts'
import { type PersonRecord, type Row, rowSheets, rowsOf } from '#core/record/record.ts'

/** A value that differs between two records; `''` stands for not filled. */
export interface FieldChange {
  readonly path: string
  readonly before: string
  readonly after: string
}

function changesOfRow(sheet: string, row: number, before: Row, after: Row): readonly FieldChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys
    .map((field) => ({
      path: formatPath({ sheet, row, field }),
      before: before[field] ?? '',
      after: after[field] ?? '',
    }))
    .filter((change) => change.before !== change.after)
}

/** What differs between a record and what a table says, field by field; a table has rows by their place. */
export function fieldChanges(before: PersonRecord, after: PersonRecord): readonly FieldChange[] {
  return ['basic', ...rowSheets].flatMap((sheet) => {
    const [old, now] = [rowsOf(before, sheet), rowsOf(after, sheet)]
    return Array.from({ length: Math.max(old.length, now.length) }, (_, row) =>
      changesOfRow(sheet, row, old[row] ?? {}, now[row] ?? {}),
    ).flat()
  })
}
