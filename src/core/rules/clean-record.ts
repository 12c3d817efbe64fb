import { applyEdits, type RecordEdit } from '#core/record/edit-record.ts'
import { type FieldPath, formatPath } from '#core/record/field-path.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import type { Ast } from './ast.ts'
import type { Evaluate } from './compile-condition.ts'
import { emptyFrame, textOf, viewRecord } from './rule-frame.ts'
import type { CompiledCleanup } from './rule-set.ts'

/** What a clean-up did to one value, for the person to see. */
export interface CleanChange {
  readonly rule: string
  readonly path: string
  readonly before: string
  readonly after: string
  readonly message: string
}

/** A cleaned value and what was done to it. */
export interface CleanedValue {
  readonly value: string
  readonly changes: readonly CleanChange[]
}

/** Cleans values and records as the scheme's clean-ups say. */
export interface RecordCleaner {
  readonly clean: (record: PersonRecord) => { readonly record: PersonRecord; readonly changes: readonly CleanChange[] }
  readonly cleanValue: (path: FieldPath, value: string) => CleanedValue
}

/** Makes the cleaner; the clean-ups of a field are applied in order. */
export function makeRecordCleaner(
  cleanups: readonly CompiledCleanup[],
  scheme: Scheme,
  compile: (ast: Ast) => Evaluate,
): RecordCleaner {
  const frame = emptyFrame()
  const byField = new Map<string, { readonly cleanup: CompiledCleanup; readonly clean: Evaluate }[]>()
  for (const cleanup of cleanups) {
    const key = `${cleanup.sheet}.${cleanup.field}`
    byField.set(key, [...(byField.get(key) ?? []), { cleanup, clean: compile(cleanup.clean) }])
  }

  function cleanValue(path: FieldPath, value: string): CleanedValue {
    const changes: CleanChange[] = []
    let standing = value
    for (const { cleanup, clean } of byField.get(`${path.sheet}.${path.field}`) ?? []) {
      frame.value = standing
      const after = String(clean(frame))
      if (after === standing) continue
      changes.push({ rule: cleanup.id, path: formatPath(path), before: standing, after, message: cleanup.message })
      standing = after
    }
    return { value: standing, changes }
  }

  function clean(record: PersonRecord) {
    const { basic, rows } = viewRecord(record, scheme)
    const changes: CleanChange[] = []
    const edits: RecordEdit[] = []
    for (const { key: sheet, kind, fields } of scheme.sheets) {
      const values = kind === 'single' ? [basic] : (rows[sheet] ?? []).map((row) => row.values)
      for (const [row, cells] of values.entries()) {
        for (const { key: field } of fields) {
          const before = textOf(cells, field)
          const path = { sheet, ...(kind === 'rows' && { row }), field }
          const cleaned = before === '' ? undefined : cleanValue(path, before)
          if (!cleaned || cleaned.changes.length === 0) continue
          changes.push(...cleaned.changes)
          if (cleaned.value !== before) edits.push({ kind: 'set', sheet, row, field, value: cleaned.value })
        }
      }
    }
    return { record: applyEdits(record, edits), changes }
  }

  return { clean, cleanValue }
}
