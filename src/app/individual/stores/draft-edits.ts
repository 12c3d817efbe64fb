import type { CleanChange, RuleEngine } from '#core/rules/create-rule-engine.ts'
import { applyEdit, type RecordEdit } from '#core/record/edit-record.ts'
import { type FieldPath, formatPath } from '#core/record/field-path.ts'
import { fillsOf, type FillSources } from '#core/record/fills.ts'
import { type PersonRecord, rowsOf } from '#core/record/record.ts'
import { fieldByKey, type Scheme, sheetByKey } from '#core/scheme/scheme.ts'

/** The edits a person made, with what each answer puts into other fields of its row. */
export function editsWithFills(
  record: PersonRecord,
  edits: readonly RecordEdit[],
  scheme: Scheme,
  sources: FillSources,
): readonly RecordEdit[] {
  const all: RecordEdit[] = []
  let standing = record
  for (const edit of edits) {
    const added = [edit, ...fillsAfter(standing, edit, scheme, sources)]
    all.push(...added)
    standing = added.reduce(applyEdit, standing)
  }
  return all
}

function fillsAfter(
  record: PersonRecord,
  edit: RecordEdit,
  scheme: Scheme,
  sources: FillSources,
): readonly RecordEdit[] {
  if (edit.kind !== 'set') return []
  const sheet = sheetByKey(scheme, edit.sheet)
  const field = sheet && fieldByKey(sheet, edit.field)
  const rowBefore = rowsOf(record, edit.sheet)[edit.row]
  if (!field || !rowBefore) return []
  return fillsOf({ sheet: edit.sheet, row: edit.row, field, value: edit.value }, rowBefore, sources)
}

/** The clean-up of one value when the person leaves its field, and what to tell them. */
export function cleanedEdits(
  record: PersonRecord,
  path: FieldPath,
  engine: RuleEngine | undefined,
): { readonly edits: readonly RecordEdit[]; readonly changes: readonly CleanChange[] } {
  const row = path.row ?? 0
  const value = path.field === undefined ? undefined : rowsOf(record, path.sheet)[row]?.[path.field]
  if (value === undefined || path.field === undefined || !engine) return { edits: [], changes: [] }
  const cleaned = engine.cleanValue(path, value)
  if (cleaned.value === value) return { edits: [], changes: [] }
  return {
    edits: [{ kind: 'set', sheet: path.sheet, row, field: path.field, value: cleaned.value }],
    changes: cleaned.changes,
  }
}

/** Paths of all fields of the record that exist as inputs. */
export function pathsOfFields(record: PersonRecord, scheme: Scheme, onlyFilled: boolean): readonly string[] {
  return scheme.sheets.flatMap((sheet) =>
    rowsOf(record, sheet.key).flatMap((values, row) =>
      sheet.fields
        .filter(({ key }) => !onlyFilled || (values[key] ?? '') !== '')
        .map(({ key }) => formatPath({ sheet: sheet.key, row, field: key })),
    ),
  )
}
